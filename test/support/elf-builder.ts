import type { ByteOrder } from '@gosymbols/bytes';
import {
  EHDR,
  type ElfClass,
  encode,
  PHDR,
  PN_XNUM,
  SHDR,
  SHN_LORESERVE,
  SHN_XINDEX,
  SHT,
  sizeOfLayout,
} from '@gosymbols/elf';
import { namesOf, type Placed, programHeaders, sectionHeaders } from './elf-tables.ts';

/** A section to be: fields by their names in the gABI, all optional. Offset and size follow from the content. */
export interface BuiltSection {
  readonly name?: string;
  readonly type?: number;
  readonly flags?: bigint;
  readonly addr?: bigint;
  readonly content?: Uint8Array;
  /** Overrides what follows from the content: for NOBITS, and for lies. */
  readonly size?: bigint;
  readonly offset?: bigint;
  readonly link?: number;
  readonly info?: number;
  readonly align?: bigint;
  readonly entsize?: bigint;
}

export interface ElfShape {
  readonly class?: ElfClass;
  readonly order?: ByteOrder;
  readonly machine?: number;
  /** After the null section; `.shstrtab` is added behind them, unless there are no names. */
  readonly sections: readonly BuiltSection[];
  /** Numbers of sections, from 1, that a segment maps; one may be mapped often. */
  readonly segments?: readonly number[];
  readonly table?: 'front' | 'end';
  readonly names?: boolean;
  /** Overrides fields of the ELF header, as a liar does. */
  readonly header?: Readonly<Record<string, bigint>>;
}

const ET_EXEC = 2n;
const EM_X86_64 = 62;

/** Lays a file out: header, program headers, section headers where asked, contents, section headers. */
export function buildElf(shape: ElfShape): Buffer {
  const { class: bits = 64, order = 'little', names = true, table = 'end' } = shape;
  const shstrtab = { name: '.shstrtab', type: SHT.STRTAB };
  const given: readonly BuiltSection[] = names ? [...shape.sections, shstrtab] : shape.sections;
  const strings = namesOf(names ? given : []);
  const sections = names
    ? [...shape.sections, { ...shstrtab, content: strings.bytes, align: 1n }]
    : shape.sections;
  const segments = shape.segments ?? [];
  const kind = { class: bits, order, names };
  const headerSize = 16 + sizeOfLayout(EHDR[bits]);
  const tableSize = (sections.length + 1) * sizeOfLayout(SHDR[bits]);
  const programs = segments.length * sizeOfLayout(PHDR[bits]);
  const [start, front] = [headerSize + programs, table === 'front' ? tableSize : 0];
  const placed = place(sections, start + front);
  const end = placed.reduce((last, { at, content }) => Math.max(last, at + content.length), start + front);
  const shoff = table === 'front' ? start : Math.ceil(end / 8) * 8;
  const file = Buffer.alloc(table === 'front' ? end : shoff + tableSize);
  for (const { at, content } of placed) file.set(content, at);
  file.set(sectionHeaders(kind, sections, placed, strings, segments.length), shoff);
  file.set(programHeaders(kind, segments, sections, placed), headerSize);
  file.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, order === 'little' ? 1 : 2, 1]);
  const shnum = sections.length + 1;
  const fields = {
    type: ET_EXEC,
    machine: BigInt(shape.machine ?? EM_X86_64),
    version: 1n,
    phoff: BigInt(segments.length === 0 ? 0 : headerSize),
    shoff: BigInt(shoff),
    ehsize: BigInt(headerSize),
    phentsize: BigInt(sizeOfLayout(PHDR[bits])),
    phnum: BigInt(Math.min(segments.length, PN_XNUM)),
    shentsize: BigInt(sizeOfLayout(SHDR[bits])),
    shnum: BigInt(shnum >= SHN_LORESERVE ? 0 : shnum),
    shstrndx: BigInt(names ? (shnum - 1 >= SHN_LORESERVE ? SHN_XINDEX : shnum - 1) : 0),
    ...shape.header,
  };
  file.set(encode(EHDR[bits], fields, order), 16);
  return file;
}

function place(sections: readonly BuiltSection[], start: number): Placed[] {
  let end = start;
  return sections.map(({ content = new Uint8Array(0), align = 8n }) => {
    const at = Math.ceil(end / Number(align)) * Number(align);
    end = at + content.length;
    return { at, content };
  });
}
