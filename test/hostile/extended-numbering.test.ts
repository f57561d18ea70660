import { writeFileSync } from 'node:fs';
import { FileSource, FormatError } from '@gosymbols/bytes';
import { type ElfFile, PN_XNUM, readElf, SHF, SHN_LORESERVE, SHN_XINDEX, SHT } from '@gosymbols/elf';
import { type StripMode, splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { type BuiltSection, buildElf, type ElfShape } from '../support/elf-builder.ts';
import { symbol, words } from '../support/elf-content.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const KIND = { class: 64, order: 'little' } as const;
/** More than the 65,280 that the header's 16 bits can number. */
const MANY = 66_000;

const text = Buffer.alloc(64, 0x90);
const loaded: BuiltSection = { name: '.text', flags: SHF.ALLOC, addr: 0x401000n, content: text };

/** The old debug link stands first: the debug file goes without it, so every section there has another number. */
function manySections(): ElfShape {
  const many = Array.from({ length: MANY }, (_, index) => ({
    name: `.debug_${index}`,
    content: Buffer.from('many'),
  }));
  const symbols = [new Uint8Array(24), symbol(2, 1n, KIND), symbol(SHN_XINDEX, 2n, KIND)];
  const [symtab, strtab] = [MANY + 3, MANY + 4];
  return {
    sections: [
      { name: '.gnu_debuglink', content: Buffer.from('old\0\0\0\0\0') },
      loaded,
      ...many,
      { name: '.symtab', type: SHT.SYMTAB, content: Buffer.concat(symbols), link: strtab, entsize: 24n },
      { name: '.strtab', type: SHT.STRTAB, content: Buffer.from('\0') },
      {
        name: '.symtab_shndx',
        type: SHT.SYMTAB_SHNDX,
        content: words([0, 0, MANY + 2], 'little'),
        link: symtab,
        entsize: 4n,
      },
    ],
  };
}

/** More segments than the header's 16 bits can count; the count is in the first section header. */
const manySegments: ElfShape = {
  sections: [loaded, { name: '.debug_str', content: Buffer.from('text\0') }],
  segments: Array.from({ length: PN_XNUM + 5 }, () => 1),
};

type Folder = ReturnType<typeof scratch>;

async function split(shape: ElfShape, folder: Folder, strip: StripMode): Promise<void> {
  writeFileSync(folder.at('many'), buildElf(shape));
  const { proof } = await splitFile({
    path: folder.at('many'),
    strippedPath: folder.at('stripped'),
    debugPath: folder.at('debug'),
    strip,
    compress: 'none',
  });
  expect(proof.holds, JSON.stringify(proof)).toBe(true);
}

/** Sections that the two symbols name, by the file's own numbers. */
function sectionsOfSymbols(elf: ElfFile): (string | undefined)[] {
  const content = (type: number): Buffer => {
    const section = elf.sections.find((one) => one.type === type);
    return Buffer.from(elf.source.read(section?.offset ?? 0, section?.size ?? 0));
  };
  const [table, extended] = [content(SHT.SYMTAB), content(SHT.SYMTAB_SHNDX)];
  return [1, 2].map((entry) => {
    const index = table.readUInt16LE(entry * 24 + 6);
    return elf.sections[index === SHN_XINDEX ? extended.readUInt32LE(entry * 4) : index]?.name;
  });
}

/** Numbers in the header as readelf resolves them. */
function counted(path: string): { sections: number; segments: number } {
  const header = output('readelf', ['-hW', path]);
  const number = (what: string): number =>
    Number(new RegExp(`Number of ${what} headers:\\s+\\d+(?: \\((\\d+)\\))?`).exec(header)?.[1] ?? 0);
  return { sections: number('section'), segments: number('program') };
}

describe.skipIf(lacks('readelf'))('extended numbering', () => {
  test('more than 65,280 sections: symbols name the same ones in the debug file', async () => {
    using folder = scratch();
    await split(manySections(), folder, 'all');
    using original = FileSource.open(folder.at('many'));
    using debug = FileSource.open(folder.at('debug'));
    const [before, after] = [readElf(original), readElf(debug)];
    expect(before.header.shnum).toBe(MANY + 7);
    expect(after.header.shnum).toBeGreaterThan(SHN_LORESERVE);
    expect(sectionsOfSymbols(before)).toEqual(['.text', `.debug_${MANY - 1}`]);
    expect(sectionsOfSymbols(after)).toEqual(sectionsOfSymbols(before));
    expect(counted(folder.at('many')).sections).toBe(before.header.shnum);
    expect(counted(folder.at('debug')).sections).toBe(after.header.shnum);
  });

  test.each(['dwarf', 'none'] as const)('more than 65,280 sections, stripped of: %s', async (strip) => {
    using folder = scratch();
    await split(manySections(), folder, strip);
    using source = FileSource.open(folder.at('stripped'));
    expect(sectionsOfSymbols(readElf(source))[0]).toBe('.text');
  });

  test('65,535 segments and more are counted in both halves', async () => {
    using folder = scratch();
    await split(manySegments, folder, 'all');
    for (const name of ['many', 'stripped', 'debug'])
      expect(counted(folder.at(name)).segments, name).toBe(PN_XNUM + 5);
  });

  test('counts that are lies', async () => {
    const lies = [{ shnum: 0n, shoff: 8n }, { phnum: 65534n }, { shstrndx: 0xfffen }, { shentsize: 40n }];
    for (const header of lies) {
      using folder = scratch();
      const refusal = split({ ...manySegments, segments: [1], header }, folder, 'all');
      await expect(refusal, JSON.stringify(header, String)).rejects.toThrow(FormatError);
    }
  });
});
