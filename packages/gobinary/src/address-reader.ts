import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, isAllocated, offsetOfAddress, SHT, storedBytes } from '@gosymbols/elf';

/** Bytes at a virtual address, or undefined where no segment maps them from the file. */
export function bytesAt(elf: ElfFile, address: bigint, length: number): Uint8Array | undefined {
  const offset = offsetOfAddress(elf, address);
  if (offset === undefined || offset + length > elf.source.size) return undefined;
  return elf.source.read(offset, length);
}

/** `R_<machine>_RELATIVE` by `e_machine` (each processor's ABI supplement). */
const RELATIVE: Readonly<Record<number, number>> = { 62: 8, 183: 1027, 21: 22, 22: 12, 243: 3, 258: 3 };

const CHUNK = 4096;

/**
 * Calls `visit` for each relative relocation with an addend: where position-independent files keep their pointers.
 * REL machines (386, arm, mips) and RELR keep the addend in place and need none of this.
 */
export function eachRelativeRelocation(
  elf: ElfFile,
  visit: (address: bigint, value: bigint) => boolean,
): void {
  const relative = RELATIVE[elf.header.machine];
  if (relative === undefined || elf.header.class !== 64) return;
  for (const section of elf.sections) {
    if (section.type !== SHT.RELA || !isAllocated(section)) continue;
    const bytes = storedBytes(elf, section);
    for (let at = 0; at + 24 <= bytes.size; at += 24 * CHUNK) {
      const length = Math.min(24 * CHUNK, bytes.size - at - ((bytes.size - at) % 24));
      const cursor = new Cursor(bytes.read(at, length), elf.header.order, section.name, at);
      while (cursor.left >= 24) {
        const address = cursor.u64();
        const info = cursor.u64();
        const addend = cursor.u64();
        if (Number(info & 0xffffffffn) === relative && !visit(address, addend)) return;
      }
    }
  }
}
