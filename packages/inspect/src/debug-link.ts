import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, findSection, storedBytes } from '@gosymbols/elf';

/** `.gnu_debuglink`: base name, NUL, padding to 4, CRC-32 in the target's byte order (GDB manual, Separate Debug Files). */
export function readDebugLink(elf: ElfFile): { file: string; crc32: number } | undefined {
  const section = findSection(elf, '.gnu_debuglink');
  if (section === undefined || section.size < 8 || section.size > 4096) return undefined;
  const cursor = new Cursor(storedBytes(elf, section).read(0, section.size), elf.header.order, section.name);
  const file = cursor.text();
  cursor.at = Math.ceil(cursor.at / 4) * 4;
  return { file, crc32: cursor.u32() };
}
