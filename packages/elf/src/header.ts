import { type ByteOrder, type ByteSource, Cursor, FormatError } from '@gosymbols/bytes';
import { PN_XNUM, SHN_XINDEX } from './constants.ts';
import { decode, EHDR, EI_NIDENT, type ElfClass, PHDR, SHDR, sizeOfLayout } from './layout.ts';

/** The ELF header, with the extended numbers (gABI: `e_shnum == 0`, `SHN_XINDEX`, `PN_XNUM`) resolved. */
export interface ElfHeader {
  readonly class: ElfClass;
  readonly order: ByteOrder;
  readonly type: number;
  readonly machine: number;
  readonly entry: bigint;
  readonly phoff: number;
  readonly shoff: number;
  readonly phnum: number;
  readonly shnum: number;
  readonly shstrndx: number;
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** True when the first bytes are ELF's magic number. */
export function isElf(source: ByteSource): boolean {
  if (source.size < 4) return false;
  const start = source.read(0, 4);
  return MAGIC.every((byte, index) => start[index] === byte);
}

/** @throws FormatError (kind `request`) when it is not ELF, (malformed) when the header lies. */
export function readHeader(source: ByteSource): ElfHeader {
  if (!isElf(source)) throw notElf(source);
  const ident = new Cursor(source.read(0, EI_NIDENT), 'little', 'ELF identification');
  const elfClass = oneOf<ElfClass>(source, ident.bytes[4], 4, 'EI_CLASS', { 1: 32, 2: 64 });
  const order = oneOf<ByteOrder>(source, ident.bytes[5], 5, 'EI_DATA', { 1: 'little', 2: 'big' });
  const size = sizeOfLayout(EHDR[elfClass]);
  const cursor = new Cursor(source.read(EI_NIDENT, size), order, 'ELF header', EI_NIDENT);
  const raw = decode(EHDR[elfClass], cursor);
  const field = (name: string): bigint => raw[name] ?? 0n;
  const phoff = offset(source, field('phoff'), 'e_phoff');
  const shoff = offset(source, field('shoff'), 'e_shoff');
  const first = shoff === 0 ? undefined : firstSection(source, elfClass, order, shoff);
  const shnum = Number(field('shnum'));
  const shstrndx = Number(field('shstrndx'));
  const phnum = Number(field('phnum'));
  const header: ElfHeader = {
    class: elfClass,
    order,
    type: Number(field('type')),
    machine: Number(field('machine')),
    entry: field('entry'),
    phoff,
    shoff,
    phnum: phnum === PN_XNUM ? Number(first?.['info'] ?? 0n) : phnum,
    shnum: shoff === 0 ? 0 : shnum === 0 ? count(source, first?.['size'] ?? 0n) : shnum,
    shstrndx: shstrndx === SHN_XINDEX ? Number(first?.['link'] ?? 0n) : shstrndx,
  };
  const entry = (name: string): number => Number(field(name));
  expectEntrySize(source, entry('phentsize'), sizeOfLayout(PHDR[elfClass]), header.phnum, 'e_phentsize');
  expectEntrySize(source, entry('shentsize'), sizeOfLayout(SHDR[elfClass]), header.shnum, 'e_shentsize');
  return header;
}

function firstSection(
  source: ByteSource,
  elfClass: ElfClass,
  order: ByteOrder,
  shoff: number,
): Readonly<Record<string, bigint>> {
  const bytes = source.read(shoff, sizeOfLayout(SHDR[elfClass]));
  return decode(SHDR[elfClass], new Cursor(bytes, order, 'section header table', shoff));
}

function offset(source: ByteSource, value: bigint, name: string): number {
  if (value <= BigInt(source.size)) return Number(value);
  throw new FormatError(`${name} is ${value}, but the file ends at ${source.size}`, {
    code: 'ELF_TRUNCATED',
    file: source.name,
    section: 'ELF header',
    value,
    next: 'The file is cut short or damaged; build or fetch it again.',
  });
}

function count(source: ByteSource, value: bigint): number {
  if (value < BigInt(source.size)) return Number(value);
  throw new FormatError(`the section count ${value} is larger than the file`, {
    code: 'ELF_HEADER',
    file: source.name,
    section: 'section header table',
    value,
  });
}

function expectEntrySize(
  source: ByteSource,
  size: number,
  expected: number,
  entries: number,
  name: string,
): void {
  if (size === expected || (entries === 0 && size === 0)) return;
  if (entries === 0) return;
  throw new FormatError(`${name} is ${size}, the class needs ${expected}`, {
    code: 'ELF_HEADER',
    file: source.name,
    section: 'ELF header',
    value: size,
  });
}

function oneOf<T>(
  source: ByteSource,
  value: number | undefined,
  at: number,
  name: string,
  choices: Readonly<Record<number, T>>,
): T {
  const choice = choices[value ?? 0];
  if (choice !== undefined) return choice;
  throw new FormatError(`${name} is ${value}, known are ${Object.keys(choices).join(', ')}`, {
    code: 'ELF_HEADER',
    file: source.name,
    section: 'ELF identification',
    offset: at,
    value: value ?? 0,
  });
}

function notElf(source: ByteSource): FormatError {
  const what = source.size === 0 ? 'is empty' : 'is not an ELF file';
  return new FormatError(`${what}, a linked Go binary for Linux or BSD is needed`, {
    code: 'NOT_ELF',
    kind: 'request',
    file: source.name,
    next: 'Name the binary that the build wrote.',
  });
}
