import { type ByteSource, FormatError } from '@gosymbols/bytes';
import { type ElfFile, offsetOfAddress, PT } from '@gosymbols/elf';

/** User addresses end below; offsets in a file that is mapped are checked against what the core holds, not this. */
const ADDRESS_SPACE = 2 ** 48;

/**
 * What was mapped at `base`, read from the core as if it were a file. The kernel dumps the first page of a mapped ELF
 * file by default (core(5), coredump_filter), which holds its headers and, in Go programs, the notes.
 * @throws FormatError `CORE_MEMORY` for an address that the core does not hold
 */
export function memoryAt(core: ElfFile, base: bigint, name: string): ByteSource {
  const place = (offset: number, length: number): number => {
    const address = base + BigInt(offset);
    const at = offsetOfAddress(core, address);
    const segment = core.segments.find(
      ({ type, vaddr, fileSize }) =>
        type === PT.LOAD && address >= vaddr && address + BigInt(length) <= vaddr + BigInt(fileSize),
    );
    if (at !== undefined && segment !== undefined && at + length <= core.source.size) return at;
    throw new FormatError(`the core does not hold ${length} bytes at 0x${address.toString(16)} of ${name}`, {
      code: 'CORE_MEMORY',
      file: core.source.name,
      next: 'Write cores with a coredump_filter of 0x33 (the default), or name the binary: --binary FILE.',
    });
  };
  return {
    name,
    size: ADDRESS_SPACE,
    read: (offset, length) => core.source.read(place(offset, length), length),
    readInto: (target, offset) => core.source.readInto(target, place(offset, target.length)),
  };
}
