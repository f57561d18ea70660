import type { BinaryFacts, SectionFacts } from '@gosymbols/inspect';
import { expect, test } from 'vitest';
import { loadedOf } from './loaded.ts';
import { partsOf } from './parts.ts';

const section = (
  name: string,
  offset: number,
  fileSize: number,
  more: Partial<SectionFacts> = {},
): SectionFacts => ({
  name,
  type: 'PROGBITS',
  flags: name.startsWith('.debug_') ? '' : 'A',
  address: '0x0',
  offset,
  size: fileSize,
  fileSize,
  ...more,
});

const file = (size: number, sections: SectionFacts[], more: Partial<BinaryFacts> = {}): BinaryFacts => ({
  path: 'api',
  size,
  kind: 'elf',
  buildIds: { file: '00'.repeat(16) },
  sections,
  warnings: [],
  ...more,
});

const pclntab = { version: '1.20', functions: 10, size: 40, named: 1 };
const nothing = { codeAndData: 0, pclntab: 0, symbols: 0, debug: 0, padding: 0 };

const cases: { name: string; facts: BinaryFacts; parts: Partial<ReturnType<typeof partsOf>> }[] = [
  { name: 'no sections at all', facts: file(100, []), parts: { padding: 100 } },
  { name: 'an empty file', facts: file(0, []), parts: {} },
  {
    name: 'headers, code, a gap, pclntab, symbols, debug, section names',
    facts: file(1000, [
      section('.text', 64, 100),
      section('.gopclntab', 200, 300),
      section('.symtab', 500, 50, { flags: '' }),
      section('.strtab', 550, 50, { flags: '' }),
      section('.debug_info', 600, 300),
      section('.shstrtab', 900, 40, { flags: '' }),
    ]),
    parts: { codeAndData: 100, pclntab: 300, symbols: 100, debug: 300, padding: 200 },
  },
  {
    name: 'sections in any order',
    facts: file(30, [section('.debug_line', 20, 10), section('.text', 0, 20)]),
    parts: { codeAndData: 20, debug: 10 },
  },
  {
    name: 'a compressed section counts by its bytes in the file',
    facts: file(30, [section('.debug_info', 0, 30, { size: 300, compression: 'zlib' })]),
    parts: { debug: 30 },
  },
  {
    name: '.bss and NOBITS debug sections own nothing',
    facts: file(30, [section('.bss', 10, 0, { size: 4096 }), section('.debug_info', 10, 0, { size: 99 })]),
    parts: { padding: 30 },
  },
  {
    name: 'overlap: the byte belongs to the section that begins first',
    facts: file(100, [section('.text', 0, 60), section('.debug_info', 40, 60)]),
    parts: { codeAndData: 60, debug: 40 },
  },
  {
    name: 'a section inside another',
    facts: file(100, [section('.text', 0, 100), section('.gopclntab', 10, 20)]),
    parts: { codeAndData: 100 },
  },
  {
    name: 'the same section twice',
    facts: file(50, [section('.text', 0, 50), section('.text', 0, 50)]),
    parts: { codeAndData: 50 },
  },
  {
    name: 'sections that lie: past the end, before the start, not a number',
    facts: file(100, [
      section('.text', 90, 2 ** 52),
      section('.debug_info', 2 ** 52, 10),
      section('.debug_line', -5, 50),
      section('.debug_abbrev', Number.NaN, 10),
      section('.debug_str', 10, -20),
    ]),
    parts: { codeAndData: 10, padding: 90 },
  },
  {
    name: 'pclntab without a section of its own (external link)',
    facts: file(100, [section('.data.rel.ro', 0, 100)], { pclntab }),
    parts: { codeAndData: 60, pclntab: 40 },
  },
  {
    name: 'pclntab that claims more than there is',
    facts: file(100, [section('.rodata', 0, 30)], { pclntab: { ...pclntab, size: 5000 } }),
    parts: { pclntab: 30, padding: 70 },
  },
  {
    name: 'pclntab in .data.rel.ro.gopclntab (PIE)',
    facts: file(100, [section('.data.rel.ro.gopclntab', 0, 100)], { pclntab }),
    parts: { pclntab: 100 },
  },
  { name: 'Mach-O is not divided', facts: file(100, [], { kind: 'mach-o' }), parts: { codeAndData: 100 } },
];

test.each(cases)('parts: $name', ({ facts, parts }) => {
  expect(partsOf(facts)).toEqual({ ...nothing, ...parts });
});

test('parts sum to the file size and are never negative, whatever the sections say', () => {
  const names = ['.text', '.gopclntab', '.symtab', '.debug_info', '.shstrtab', ''];
  const numbers = [-1, 0, 1, 7, 64, 99, 100, 101, 2 ** 40, Number.NaN, Number.POSITIVE_INFINITY];
  let seed = 1;
  const pick = <T>(from: readonly T[]): T => {
    seed = (seed * 48271) % 2147483647;
    return from[seed % from.length] as T;
  };
  for (let round = 0; round < 2000; round++) {
    const sections = Array.from({ length: round % 7 }, () =>
      section(pick(names), pick(numbers), pick(numbers)),
    );
    const parts = partsOf(file(100, sections, round % 2 === 0 ? { pclntab } : {}));
    const owners = Object.values(parts);
    expect(owners.every((bytes) => bytes >= 0)).toBe(true);
    expect(owners.reduce((sum, bytes) => sum + bytes, 0)).toBe(100);
  }
});

test('loaded is what ELF maps, and 0 where it is not known', () => {
  const elf = {
    class: 64,
    order: 'little',
    type: 'exec',
    machine: 'x86-64',
    entry: '0x0',
    loadedBytes: 77,
  } as const;
  expect(loadedOf(file(10, [], { elf }))).toBe(77);
  expect(loadedOf(file(10, [], { kind: 'pe' }))).toBe(0);
});
