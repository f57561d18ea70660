import { type ByteSource, Cursor, FormatError, SubSource } from '@gosymbols/bytes';
import { PT, SHF, SHT } from './constants.ts';
import { type ElfHeader, readHeader } from './header.ts';
import { decode, PHDR, SHDR, sizeOfLayout } from './layout.ts';

/** A program header. Offsets and file sizes in bytes; addresses as the loader sees them. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly vaddr: bigint;
  readonly paddr: bigint;
  readonly fileSize: number;
  readonly memSize: bigint;
  readonly align: bigint;
}

/** A section header. `size` is `sh_size`: bytes in the file (compressed ones as stored), or in memory for NOBITS. */
export interface Section {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly align: bigint;
  readonly entrySize: bigint;
}

export interface ElfFile {
  readonly source: ByteSource;
  readonly header: ElfHeader;
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
}

/** Reads header and tables; contents are left in the file. */
export function readElf(source: ByteSource): ElfFile {
  const header = readHeader(source);
  return { source, header, segments: readSegments(source, header), sections: readSections(source, header) };
}

export function isAllocated(section: Section): boolean {
  return (section.flags & SHF.ALLOC) !== 0n;
}

/** Bytes that a section takes in the file. */
export function fileSizeOf(section: Section): number {
  return section.type === SHT.NOBITS || section.type === SHT.NULL ? 0 : section.size;
}

export function findSection(elf: ElfFile, name: string): Section | undefined {
  return elf.sections.find((section) => section.name === name);
}

/** The stored bytes of a section (not decompressed); empty for NOBITS. */
export function storedBytes(elf: ElfFile, section: Section): ByteSource {
  return new SubSource(
    section.name,
    elf.source,
    section.type === SHT.NOBITS ? 0 : section.offset,
    fileSizeOf(section),
  );
}

/** The section that maps `address` from the file, if one does. */
export function sectionAt(elf: ElfFile, address: bigint): Section | undefined {
  return elf.sections.find(
    (section) =>
      isAllocated(section) &&
      section.type !== SHT.NOBITS &&
      (section.flags & SHF.TLS) === 0n &&
      address >= section.address &&
      address < section.address + BigInt(section.size),
  );
}

/** File offset of a virtual address that a PT_LOAD segment maps from the file. */
export function offsetOfAddress(elf: ElfFile, address: bigint): number | undefined {
  for (const segment of elf.segments) {
    if (segment.type !== PT.LOAD || address < segment.vaddr) continue;
    const inside = address - segment.vaddr;
    if (inside < BigInt(segment.fileSize)) return segment.offset + Number(inside);
  }
  return undefined;
}

function readSegments(source: ByteSource, header: ElfHeader): Segment[] {
  const layout = PHDR[header.class];
  const cursor = tableCursor(
    source,
    header,
    header.phoff,
    header.phnum,
    sizeOfLayout(layout),
    'program header table',
  );
  return Array.from({ length: header.phnum }, (_, index) => {
    const raw = decode(layout, cursor);
    const at = header.phoff + index * sizeOfLayout(layout);
    const size = (name: string): number =>
      narrow(source, raw[name] ?? 0n, `p_${name}`, 'program header table', at);
    return {
      type: Number(raw['type']),
      flags: Number(raw['flags']),
      offset: size('offset'),
      vaddr: raw['vaddr'] ?? 0n,
      paddr: raw['paddr'] ?? 0n,
      fileSize: size('filesz'),
      memSize: raw['memsz'] ?? 0n,
      align: raw['align'] ?? 0n,
    };
  });
}

function readSections(source: ByteSource, header: ElfHeader): Section[] {
  const layout = SHDR[header.class];
  const step = sizeOfLayout(layout);
  const cursor = tableCursor(source, header, header.shoff, header.shnum, step, 'section header table');
  const rows = Array.from({ length: header.shnum }, () => decode(layout, cursor));
  const names = sectionNames(source, header, rows[header.shstrndx]);
  return rows.map((raw, index) => {
    const at = header.shoff + index * step;
    const size = (name: string): number =>
      narrow(source, raw[name] ?? 0n, `sh_${name}`, 'section header table', at);
    return {
      index,
      name: names(Number(raw['name'] ?? 0n), at),
      type: Number(raw['type']),
      flags: raw['flags'] ?? 0n,
      address: raw['addr'] ?? 0n,
      offset: size('offset'),
      size: size('size'),
      link: Number(raw['link']),
      info: Number(raw['info']),
      align: raw['addralign'] ?? 0n,
      entrySize: raw['entsize'] ?? 0n,
    };
  });
}

function sectionNames(
  source: ByteSource,
  header: ElfHeader,
  row: Readonly<Record<string, bigint>> | undefined,
): (nameOffset: number, at: number) => string {
  if (header.shnum === 0 || header.shstrndx === 0) return () => '';
  if (row === undefined) {
    throw new FormatError(`e_shstrndx is ${header.shstrndx}, there are ${header.shnum} sections`, {
      code: 'ELF_HEADER',
      file: source.name,
      section: 'ELF header',
      value: header.shstrndx,
    });
  }
  const start = narrow(source, row['offset'] ?? 0n, 'sh_offset', '.shstrtab', 0);
  const size = narrow(source, row['size'] ?? 0n, 'sh_size', '.shstrtab', 0);
  const table = new SubSource('.shstrtab', source, start, size);
  const bytes = table.read(0, size);
  return (nameOffset, at) => {
    if (nameOffset === 0 && size === 0) return '';
    if (nameOffset >= size) {
      throw new FormatError(`a section name starts at ${nameOffset}, .shstrtab has ${size} bytes`, {
        code: 'ELF_SECTION_NAME',
        file: source.name,
        section: 'section header table',
        offset: at,
        value: nameOffset,
      });
    }
    const cursor = new Cursor(bytes, header.order, '.shstrtab');
    cursor.at = nameOffset;
    return cursor.text();
  };
}

function tableCursor(
  source: ByteSource,
  header: ElfHeader,
  offset: number,
  entries: number,
  step: number,
  name: string,
): Cursor {
  const bytes = entries === 0 ? 0 : entries * step;
  if (offset + bytes > source.size) {
    throw new FormatError(
      `${entries} entries from offset ${offset} end at ${offset + bytes}, but the file ends at ${source.size}`,
      {
        code: 'ELF_TRUNCATED',
        file: source.name,
        section: name,
        offset,
        value: entries,
        next: 'The file is cut short or damaged; build or fetch it again.',
      },
    );
  }
  return new Cursor(source.read(offset, bytes), header.order, name, offset);
}

function narrow(source: ByteSource, value: bigint, field: string, section: string, at: number): number {
  if (value <= 0x1fffffffffffffn) return Number(value);
  throw new FormatError(`${field} is ${value}, beyond any file`, {
    code: 'SIZE_TOO_LARGE',
    file: source.name,
    section,
    offset: at,
    value,
  });
}
