import { SubSource } from '@gosymbols/bytes';
import { type ElfFile, fileSizeOf, isAllocated, type Section, SHF } from '@gosymbols/elf';
import { readPclntabHeader } from './pclntab-header.ts';

export interface FoundPclntab {
  readonly address: bigint;
  /** File offset of its first byte. */
  readonly offset: number;
  /** Bytes: of the section, or up to the end of the section that it was found in. */
  readonly size: number;
}

const SECTION_NAMES = ['.gopclntab', '.data.rel.ro.gopclntab'];

const WINDOW = 1024 * 1024;

/** By section name first; external linkers merge it into a section of another name, so then by its magic number. */
export function findPclntab(elf: ElfFile): FoundPclntab | undefined {
  for (const name of SECTION_NAMES) {
    const section = elf.sections.find((candidate) => candidate.name === name);
    if (section !== undefined && fileSizeOf(section) > 0) {
      return { address: section.address, offset: section.offset, size: section.size };
    }
  }
  const homes = elf.sections.filter(
    (section) => isAllocated(section) && (section.flags & SHF.EXECINSTR) === 0n && fileSizeOf(section) > 64,
  );
  for (const home of homes) {
    const found = scan(elf, home);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The header's constant bytes after the magic: two zeros; then quantum and pointer size, which the reader checks. */
function scan(elf: ElfFile, home: Section): FoundPclntab | undefined {
  const little = elf.header.order === 'little';
  const magics = [0xf1, 0xf0, 0xfa, 0xfb].map((low) =>
    Buffer.from(little ? [low, 0xff, 0xff, 0xff, 0, 0] : [0xff, 0xff, 0xff, low, 0, 0]),
  );
  for (let start = 0; start < home.size; start += WINDOW) {
    const length = Math.min(WINDOW + 8, home.size - start);
    const bytes = Buffer.from(elf.source.read(home.offset + start, length).buffer);
    for (const magic of magics) {
      for (let at = bytes.indexOf(magic); at >= 0 && at < WINDOW; at = bytes.indexOf(magic, at + 1)) {
        const inside = start + at;
        const found = {
          address: home.address + BigInt(inside),
          offset: home.offset + inside,
          size: home.size - inside,
        };
        const source = new SubSource('pclntab', elf.source, found.offset, found.size);
        const header = readPclntabHeader(source, elf.header.order);
        if (header !== undefined && header.functions > 0) return found;
      }
    }
  }
  return undefined;
}
