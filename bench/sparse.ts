import { closeSync, copyFileSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { FileSource } from '@gosymbols/bytes';
import { EHDR, EI_NIDENT, isAllocated, offsetOfField, readElf, SHDR, sizeOfLayout } from '@gosymbols/elf';

const FAR = 4 * 1024 ** 3;

/**
 * The same program with a hole between its loaded part and the rest, which then lies beyond 4 GiB: its debug sections
 * have 64-bit offsets.
 * @param from a 64-bit little-endian ELF file
 */
export function writeSparse(from: string, to: string): void {
  using source = FileSource.open(from);
  const elf = readElf(source);
  if (elf.header.class !== 64 || elf.header.order !== 'little')
    throw new Error(`${from} is not 64-bit little-endian`);
  const loose = elf.sections.filter((section) => section.index > 0 && !isAllocated(section));
  const tail = Math.min(...loose.map(({ offset }) => offset));
  if (elf.segments.some(({ offset, fileSize }) => offset + fileSize > tail))
    throw new Error(`${from}: loaded bytes follow debug sections`);
  const shift = FAR - Math.floor(tail / 4096) * 4096;
  copyFileSync(from, to);
  const fd = openSync(to, 'r+');
  try {
    const put = (position: number, offset: number): void => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(offset));
      writeSync(fd, bytes, 0, 8, position);
    };
    const field = offsetOfField(SHDR[64], 'offset');
    for (const { index, offset } of loose)
      put(elf.header.shoff + index * sizeOfLayout(SHDR[64]) + field, offset + shift);
    const moved = source.size - tail;
    if (elf.header.shoff >= tail) put(EI_NIDENT + offsetOfField(EHDR[64], 'shoff'), elf.header.shoff + shift);
    const bytes = FileSource.open(to);
    const patched = bytes.read(tail, moved);
    bytes[Symbol.dispose]();
    ftruncateSync(fd, tail);
    writeSync(fd, patched, 0, moved, tail + shift);
  } finally {
    closeSync(fd);
  }
}
