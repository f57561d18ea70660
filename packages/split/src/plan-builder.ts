import {
  type ElfHeader,
  encode,
  PN_XNUM,
  SHDR,
  SHN_LORESERVE,
  SHN_XINDEX,
  SHT,
  sizeOfLayout,
} from '@gosymbols/elf';
import { assertPlan, type FilePlan, type Piece, type PlannedSection, pieceLength } from './file-plan.ts';

/** Alignments above a page are meaningless for contents that are not loaded. */
const MAX_ALIGN = 4096;

/** What the section header table of a new file takes from the header of the old one. */
type Tables = Pick<ElfHeader, 'class' | 'order' | 'phnum'>;

/** Appends pieces behind each other; offsets are handed out as they are reserved. */
export class PlanBuilder {
  readonly #pieces: Piece[] = [];
  #end = 0;

  get end(): number {
    return this.#end;
  }

  /** @returns the offset that the piece was given */
  append(align: bigint | number, make: (at: number) => Piece): number {
    const step = Math.min(Math.max(Number(align), 1), MAX_ALIGN);
    const at = Math.ceil(this.#end / step) * step;
    return this.place(make(at));
  }

  place(piece: Piece): number {
    this.#pieces.push(piece);
    this.#end = piece.at + pieceLength(piece);
    return piece.at;
  }

  /** Ends the file with names and section headers. `e_shoff` and its like are known only now, so the header is given as a function. */
  finish(
    file: Tables,
    sections: readonly PlannedSection[],
    header: (table: { shoff: number; shnum: number; shstrndx: number }) => Piece,
  ): FilePlan {
    const names = nameTable([...sections.map((section) => section.name), '.shstrtab']);
    const namesAt = this.append(1, (at) => ({ kind: 'bytes', at, bytes: names.bytes, what: '.shstrtab' }));
    const shstrtab: PlannedSection = {
      name: '.shstrtab',
      type: SHT.STRTAB,
      flags: 0n,
      address: 0n,
      offset: namesAt,
      size: names.bytes.length,
      link: 0,
      info: 0,
      align: 1n,
      entrySize: 0n,
    };
    const all = [...sections, shstrtab];
    const shnum = all.length + 1;
    const shstrndx = all.length;
    const table = encodeTable(file, all, names.offsetOf, shnum, shstrndx);
    const shoff = this.append(file.class === 64 ? 8 : 4, (at) => ({
      kind: 'bytes',
      at,
      bytes: table,
      what: 'section header table',
    }));
    const pieces = [header({ shoff, shnum, shstrndx }), ...this.#pieces];
    return assertPlan({ size: this.#end, pieces, sections: all });
  }
}

/** `e_shnum` and `e_shstrndx` as the header spells them; large numbers go to the first section header (gABI, `SHN_XINDEX`). */
export function extendedNumbers(shnum: number, shstrndx: number): { shnum: number; shstrndx: number } {
  return {
    shnum: shnum >= SHN_LORESERVE ? 0 : shnum,
    shstrndx: shstrndx >= SHN_LORESERVE ? SHN_XINDEX : shstrndx,
  };
}

function encodeTable(
  file: Tables,
  sections: readonly PlannedSection[],
  nameOffset: (name: string) => number,
  shnum: number,
  shstrndx: number,
): Uint8Array {
  const layout = SHDR[file.class];
  const step = sizeOfLayout(layout);
  const bytes = new Uint8Array((sections.length + 1) * step);
  const first = {
    size: shnum >= SHN_LORESERVE ? BigInt(shnum) : 0n,
    link: shstrndx >= SHN_LORESERVE ? BigInt(shstrndx) : 0n,
    info: file.phnum >= PN_XNUM ? BigInt(file.phnum) : 0n,
  };
  bytes.set(encode(layout, first, file.order), 0);
  for (const [index, section] of sections.entries()) {
    const fields = {
      name: BigInt(nameOffset(section.name)),
      type: BigInt(section.type),
      flags: section.flags,
      addr: section.address,
      offset: BigInt(section.offset),
      size: BigInt(section.size),
      link: BigInt(section.link),
      info: BigInt(section.info),
      addralign: section.align,
      entsize: section.entrySize,
    };
    bytes.set(encode(layout, fields, file.order), (index + 1) * step);
  }
  return bytes;
}

function nameTable(names: readonly string[]): { bytes: Uint8Array; offsetOf: (name: string) => number } {
  const offsets = new Map<string, number>([['', 0]]);
  const parts: Buffer[] = [Buffer.from([0])];
  let end = 1;
  for (const name of names) {
    if (offsets.has(name)) continue;
    const bytes = Buffer.from(`${name}\0`, 'utf8');
    offsets.set(name, end);
    parts.push(bytes);
    end += bytes.length;
  }
  return { bytes: Buffer.concat(parts), offsetOf: (name) => offsets.get(name) ?? 0 };
}
