import { MemorySource } from '@gosymbols/bytes';
import { fileSizeOf, readElf, SHT } from '@gosymbols/elf';

/** A structure of the file that a mutation aims at. */
export interface Region {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Structures that readers follow: headers, tables, notes, the heads of sections whose content steers parsing. */
export function regionsOf(bytes: Uint8Array): Region[] {
  const elf = readElf(new MemorySource('fixture', bytes));
  const wide = elf.header.class === 64;
  const regions: Region[] = [
    { name: 'ELF header', from: 0, to: wide ? 64 : 52 },
    {
      name: 'program headers',
      from: elf.header.phoff,
      to: elf.header.phoff + elf.header.phnum * (wide ? 56 : 32),
    },
    {
      name: 'section headers',
      from: elf.header.shoff,
      to: elf.header.shoff + elf.header.shnum * (wide ? 64 : 40),
    },
  ];
  for (const section of elf.sections) {
    const size = fileSizeOf(section);
    if (size === 0) continue;
    const from = section.offset;
    const head = (length: number): Region => ({
      name: section.name,
      from,
      to: from + Math.min(length, size),
    });
    if (section.type === SHT.NOTE) regions.push(head(size));
    else if (section.name === '.shstrtab' || section.name === '.debug_abbrev') regions.push(head(size));
    else if (section.name.startsWith('.debug_')) regions.push(head(4096));
    else if (section.name === '.gopclntab' || section.name === '.go.buildinfo') regions.push(head(8192));
    else if (section.name === '.symtab' || section.name === '.go.module' || section.type === SHT.RELA)
      regions.push(head(1024));
  }
  return regions;
}

/** Whole sections whose names match. */
export function sectionRegionsOf(bytes: Uint8Array, names: RegExp): Region[] {
  return readElf(new MemorySource('fixture', bytes))
    .sections.filter((section) => names.test(section.name) && fileSizeOf(section) > 0)
    .map((section) => ({
      name: section.name,
      from: section.offset,
      to: section.offset + fileSizeOf(section),
    }));
}

/** Offsets at which a structure begins or ends: where a cut hurts most. */
export function boundariesOf(bytes: Uint8Array): number[] {
  const elf = readElf(new MemorySource('fixture', bytes));
  const edges = new Set<number>([0, 1, 3, 4, 15, 16, 51, 52, 63, 64]);
  for (const { from, to } of regionsOf(bytes))
    for (const edge of [from, from + 1, to - 1, to]) edges.add(edge);
  for (const section of elf.sections)
    for (const edge of [section.offset, section.offset + fileSizeOf(section)]) edges.add(edge);
  for (const segment of elf.segments)
    for (const edge of [segment.offset, segment.offset + segment.fileSize]) edges.add(edge);
  return [...edges].filter((edge) => edge >= 0 && edge < bytes.length).sort((a, b) => a - b);
}
