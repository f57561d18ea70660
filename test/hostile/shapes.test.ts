import { readdirSync, writeFileSync } from 'node:fs';
import type { ByteOrder } from '@gosymbols/bytes';
import { FileSource } from '@gosymbols/bytes';
import { type ElfClass, readElf, readNotes, SHF, SHT } from '@gosymbols/elf';
import { inspectFile } from '@gosymbols/inspect';
import { splitFile, uniqueIdOf } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { type BuiltSection, buildElf, type ElfShape } from '../support/elf-builder.ts';
import { compressed, NOBITS_DEBUG, note, symbol, zdebug } from '../support/elf-content.ts';
import { readelfBuildId, readelfSections } from '../support/readelf.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const BUILD_ID = Buffer.from('0123456789abcdef0123456789abcdef01234567', 'hex');
const DEBUG = Buffer.from('what a debugger reads, over and over. '.repeat(500));

/** Loaded code, notes, debug sections in every storage, symbols, in the order of an external linker. */
function sectionsOf(kind: { class: ElfClass; order: ByteOrder }, noteAlign: 4 | 8 = 4): BuiltSection[] {
  const notes = Buffer.concat([
    note('Go', 4, Buffer.from('first/second'), kind.order, noteAlign),
    note('GNU', 3, BUILD_ID, kind.order, noteAlign),
    note('Other', 3, Buffer.from('odd'), kind.order, noteAlign),
  ]);
  const symbols = [new Uint8Array(kind.class === 64 ? 24 : 16), symbol(2, 0x402000n, kind)];
  return [
    {
      name: '.note',
      type: SHT.NOTE,
      flags: SHF.ALLOC,
      addr: 0x401000n,
      content: notes,
      align: BigInt(noteAlign),
    },
    {
      name: '.text',
      flags: SHF.ALLOC | SHF.EXECINSTR,
      addr: 0x402000n,
      content: Buffer.alloc(300, 0x90),
      align: 16n,
    },
    { name: '.bss', type: SHT.NOBITS, flags: SHF.ALLOC | SHF.WRITE, addr: 0x403000n, size: 65536n },
    { name: '.debug_str', content: DEBUG, align: 1n },
    compressed('.debug_line_str', DEBUG, 'zstd', kind),
    compressed('.debug_loclists', DEBUG, 'zlib', kind),
    zdebug('.debug_aranges', DEBUG),
    NOBITS_DEBUG,
    {
      name: '.symtab',
      type: SHT.SYMTAB,
      content: Buffer.concat(symbols),
      link: 10,
      info: 1,
      entsize: BigInt(symbols[0]?.length ?? 0),
    },
    { name: '.strtab', type: SHT.STRTAB, content: Buffer.from('\0'), align: 1n },
    { name: '.comment', content: Buffer.from('made by a test'), align: 1n },
  ];
}

const kinds: readonly { class: ElfClass; order: ByteOrder; machine: number }[] = [
  { class: 64, order: 'little', machine: 62 },
  { class: 64, order: 'big', machine: 21 },
  { class: 32, order: 'little', machine: 3 },
  { class: 32, order: 'big', machine: 8 },
];

async function expectSplit(
  shape: ElfShape,
  folder: { at(...parts: string[]): string; path: string },
): Promise<void> {
  const path = folder.at('shape');
  writeFileSync(path, buildElf(shape));
  for (const compress of ['none', 'keep', 'zlib', 'zstd'] as const) {
    for (const strip of ['all', 'dwarf', 'none'] as const) {
      const [strippedPath, debugPath] = [folder.at('stripped'), folder.at('debug')];
      const repair = uniqueIdOf(path);
      const how = { path, strippedPath, debugPath, compress, strip };
      const { proof } = await splitFile(repair === undefined ? how : { ...how, repair });
      expect(proof.holds, JSON.stringify(proof)).toBe(true);
      for (const half of [strippedPath, debugPath]) {
        readelfSections(half);
        if (repair !== undefined)
          expect(readelfBuildId(half)).toBe(Buffer.from(repair.descriptor).toString('hex'));
      }
    }
  }
  expect(readdirSync(folder.path).sort()).toEqual(['debug', 'shape', 'stripped']);
}

describe.skipIf(lacks('readelf')).each(kinds)('$class bit, $order endian', (kind) => {
  test.each(['front', 'end'] as const)(
    'section headers at the %s: as readelf reads them; splits',
    async (table) => {
      using folder = scratch();
      await expectSplit({ ...kind, sections: sectionsOf(kind), segments: [1, 2], table }, folder);
      const ours = (await inspectFile(folder.at('shape'))).sections;
      expect(ours.map(({ name, offset }) => [name, offset])).toEqual(
        readelfSections(folder.at('shape')).map(({ name, offset }) => [name, offset]),
      );
      expect(ours.filter(({ compression }) => compression !== undefined)).toMatchObject([
        { name: '.debug_line_str', compression: 'zstd', size: DEBUG.length },
        { name: '.debug_loclists', compression: 'zlib', size: DEBUG.length },
        { name: '.zdebug_aranges', compression: 'zlib-gnu', size: DEBUG.length },
      ]);
    },
  );

  test.each([4, 8] as const)('several notes in one section, alignment %i', async (align) => {
    using folder = scratch();
    await expectSplit({ ...kind, sections: sectionsOf(kind, align), segments: [1, 2] }, folder);
    using source = FileSource.open(folder.at('shape'));
    expect(
      readNotes(readElf(source)).map(({ owner, type, descriptor }) => [owner, type, descriptor.length]),
    ).toEqual([
      ['Go', 4, 12],
      ['GNU', 3, 20],
      ['Other', 3, 3],
    ]);
    expect(readelfBuildId(folder.at('shape'))).toBe(BUILD_ID.toString('hex'));
  });

  test('no segments; names that repeat; no names at all', async () => {
    const sections = sectionsOf(kind);
    for (const shape of [
      { sections },
      {
        sections: [
          ...sections.slice(0, 8),
          { name: '.debug_str', content: Buffer.from('another') },
          ...sections.slice(0, 2),
        ],
      },
      { sections: [...sections.slice(0, 3), ...sections.slice(10)], names: false },
    ]) {
      using folder = scratch();
      await expectSplit({ ...kind, ...shape }, folder);
    }
  });
});
