import { encode, PHDR, PN_XNUM, PT, SHDR, SHN_LORESERVE, SHT } from '@gosymbols/elf';
import type { BuiltSection, ElfShape } from './elf-builder.ts';

/** Where a section's content came to lie. */
export interface Placed {
  readonly at: number;
  readonly content: Uint8Array;
}

export interface Names {
  readonly bytes: Uint8Array;
  readonly at: ReadonlyMap<string, number>;
}

/** Content of `.shstrtab`: each name once, a NUL before and behind it. */
export function namesOf(sections: readonly BuiltSection[]): Names {
  const at = new Map<string, number>([['', 0]]);
  let text = '\0';
  for (const { name = '' } of sections) {
    if (at.has(name)) continue;
    at.set(name, text.length);
    text += `${name}\0`;
  }
  return { bytes: Buffer.from(text, 'latin1'), at };
}

type Kind = Required<Pick<ElfShape, 'class' | 'order' | 'names'>>;

/** The null section holds the numbers that the ELF header has no room for (gABI, `SHN_LORESERVE`, `PN_XNUM`). */
export function sectionHeaders(
  { class: bits, order, names }: Kind,
  sections: readonly BuiltSection[],
  placed: readonly Placed[],
  strings: Names,
  phnum: number,
): Buffer {
  const shnum = sections.length + 1;
  const first = {
    size: BigInt(shnum >= SHN_LORESERVE ? shnum : 0),
    link: BigInt(names && shnum - 1 >= SHN_LORESERVE ? shnum - 1 : 0),
    info: BigInt(phnum >= PN_XNUM ? phnum : 0),
  };
  const rows = sections.map((section, index) => ({
    name: BigInt(strings.at.get(section.name ?? '') ?? 0),
    type: BigInt(section.type ?? SHT.PROGBITS),
    flags: section.flags ?? 0n,
    addr: section.addr ?? 0n,
    offset: section.offset ?? BigInt(placed[index]?.at ?? 0),
    size: section.size ?? BigInt(section.content?.length ?? 0),
    link: BigInt(section.link ?? 0),
    info: BigInt(section.info ?? 0),
    addralign: section.align ?? 8n,
    entsize: section.entsize ?? 0n,
  }));
  return Buffer.concat([first, ...rows].map((row) => encode(SHDR[bits], row, order)));
}

/** A segment for each of these sections, at its address; of notes, PT_NOTE. */
export function programHeaders(
  { class: bits, order }: Kind,
  segments: readonly number[],
  sections: readonly BuiltSection[],
  placed: readonly Placed[],
): Buffer {
  const rows = segments.map((number) => {
    const [section, where] = [sections[number - 1], placed[number - 1]];
    const size = BigInt(where?.content.length ?? 0);
    return encode(
      PHDR[bits],
      {
        type: BigInt(section?.type === SHT.NOTE ? PT.NOTE : PT.LOAD),
        flags: 5n,
        offset: BigInt(where?.at ?? 0),
        vaddr: section?.addr ?? 0n,
        paddr: section?.addr ?? 0n,
        filesz: size,
        memsz: size,
        align: 1n,
      },
      order,
    );
  });
  return Buffer.concat(rows);
}
