import type { BinaryFacts } from '@gosymbols/inspect';
import { expect, test } from 'vitest';
import { compareLevels, LEVELS, meetsLevel, PUBLISHED_LEVELS } from './compare-levels.ts';
import { exampleFacts, strippedFacts } from './example-facts.ts';
import type { Level, PublishedLevel } from './level.ts';
import { levelOf } from './level-of.ts';
import { levelWithDebug, publishedLevel } from './level-with-debug.ts';

const full = exampleFacts();
const pclntab = { version: '1.20', functions: 8_000, size: 3_000_000, named: 1 };
const symtab = { symbols: 12_000, functions: 8_000, coverage: 1 };
const dwarf = full.dwarf as NonNullable<BinaryFacts['dwarf']>;

const levels: { file: string; facts: BinaryFacts; level: Level; reason?: string }[] = [
  { file: 'as built', facts: full, level: 'D3', reason: 'optimised or inlined code' },
  { file: 'built with -N -l', facts: exampleFacts({ dwarf: { ...dwarf, unoptimised: true } }), level: 'D4' },
  { file: '-w', facts: strippedFacts('dwarf'), level: 'D2', reason: '`.debug_info` absent' },
  { file: '-s -w', facts: strippedFacts('all'), level: 'D1', reason: '`.symtab` absent' },
  { file: '-s -w=0', facts: exampleFacts({}, ['symtab']), level: 'D3*', reason: '`.symtab` absent' },
  {
    file: '-N -l without .symtab',
    facts: exampleFacts({ dwarf: { ...dwarf, unoptimised: true } }, ['symtab']),
    level: 'D3*',
  },
  {
    file: 'half of .symtab',
    facts: exampleFacts({ symtab: { ...symtab, coverage: 0.5 } }, ['dwarf']),
    level: 'D1',
    reason: '`.symtab` names 50 % of the functions',
  },
  {
    file: 'just under 99 % of .symtab',
    facts: exampleFacts({ symtab: { ...symtab, coverage: 0.98999 } }),
    level: 'D3*',
    reason: '`.symtab` names 98.9 % of the functions',
  },
  { file: '99 % of .symtab', facts: exampleFacts({ symtab: { ...symtab, coverage: 0.99 } }), level: 'D3' },
  {
    file: 'cgo linked externally: DWARF of C only',
    facts: exampleFacts({ dwarf: { ...dwarf, coverage: 0.004 } }),
    level: 'D2',
    reason: 'DWARF covers 0.4 % of the functions',
  },
  {
    file: 'sections of DWARF without units',
    facts: exampleFacts({ dwarf: { ...dwarf, units: 0 } }),
    level: 'D2',
    reason: '`.debug_info` absent',
  },
  {
    file: 'garbled names',
    facts: exampleFacts({ pclntab: { ...pclntab, named: 0.2 } }),
    level: 'D0',
    reason: 'pclntab names 20 % of its functions',
  },
  { file: 'no buildinfo', facts: exampleFacts({}, ['go']), level: 'D0', reason: 'no Go buildinfo' },
  {
    file: 'no pclntab',
    facts: exampleFacts({}, ['pclntab']),
    level: 'D0',
    reason: 'pclntab cannot be found',
  },
  {
    file: 'a C program',
    facts: exampleFacts({}, ['pclntab', 'go']),
    level: 'D0',
    reason: 'not a Go program',
  },
  {
    file: 'pclntab without functions',
    facts: exampleFacts({ pclntab: { ...pclntab, functions: 0 } }),
    level: 'D0',
  },
  { file: 'Mach-O', facts: exampleFacts({ kind: 'mach-o' }), level: 'D0', reason: 'a Mach-O file' },
  { file: 'an empty file', facts: exampleFacts({ kind: 'empty' }), level: 'D0', reason: 'an empty file' },
];

test.each(levels)('$file is $level', ({ facts, level, reason }) => {
  const verdict = levelOf(facts);
  expect(verdict.level).toBe(level);
  if (reason !== undefined) expect(verdict.reasons[0]).toContain(reason);
});

test('every level below D4 says why it is not higher', () => {
  for (const { facts, level } of levels) expect(levelOf(facts).reasons.length > 0).toBe(level !== 'D4');
});

test('a level never rises when content is removed', () => {
  const removable = ['symtab', 'dwarf', 'go', 'pclntab'] as const;
  for (const { facts } of levels) {
    for (let chosen = 0; chosen < 1 << removable.length; chosen++) {
      const copy: Partial<Record<keyof BinaryFacts, unknown>> = { ...facts };
      for (const [bit, field] of removable.entries()) if (chosen & (1 << bit)) delete copy[field];
      const less = levelOf(copy as unknown as BinaryFacts).level;
      expect(meetsLevel(levelOf(facts).level, less)).toBe(true);
    }
  }
});

test('a debug file beside the stripped one gives back D3', () => {
  expect(levelWithDebug(strippedFacts('all'), full).level).toBe('D3');
  expect(levelWithDebug(strippedFacts('dwarf'), full).level).toBe('D3');
});

test('a debug file has no pclntab: its functions are counted against those of the stripped file', () => {
  const { coverage: _, ...uncovered } = dwarf;
  const debug = exampleFacts({ dwarf: uncovered, symtab: { symbols: 9, functions: 8_000 } }, [
    'pclntab',
    'go',
  ]);
  expect(levelWithDebug(strippedFacts('all'), debug).level).toBe('D3');
  const sparse = exampleFacts({ dwarf: { ...uncovered, functions: 100 } }, ['pclntab', 'go']);
  expect(levelWithDebug(strippedFacts('all'), sparse).level).toBe('D2');
});

test('a debug file without .symtab gives D3*, which is not x3', () => {
  const verdict = levelWithDebug(strippedFacts('all'), exampleFacts({}, ['symtab']));
  expect(verdict.level).toBe('D3*');
  expect(publishedLevel('D1', verdict.level)).toBe('D1');
});

test('the debug file of another build adds nothing', () => {
  const other = exampleFacts({ buildIds: { ...full.buildIds, gnu: 'ff'.repeat(20) } });
  const verdict = levelWithDebug(strippedFacts('all'), other);
  expect(verdict.level).toBe('D1');
  expect(verdict.reasons[0]).toContain('belongs to another build');
});

test.each<[Level, Level | undefined, PublishedLevel]>([
  ['D1', 'D3', 'D1+x3'],
  ['D2', 'D4', 'D2+x3'],
  ['D3*', 'D3', 'D3*+x3'],
  ['D3', 'D3', 'D3'],
  ['D1', 'D2', 'D1'],
  ['D1', undefined, 'D1'],
])('%s, and %s with its debug file, is published as %s', (alone, withDebug, published) => {
  expect(publishedLevel(alone, withDebug)).toBe(published);
});

test.each<[PublishedLevel, PublishedLevel, boolean]>([
  ['D3', 'D2', true],
  ['D3*', 'D2', false],
  ['D2', 'D3*', false],
  ['D3*', 'D3', false],
  ['D3', 'D3*', true],
  ['D4', 'D3', true],
  ['D1', 'D1+x3', false],
  ['D1+x3', 'D1', true],
  ['D1+x3', 'D2', false],
  ['D2+x3', 'D1+x3', true],
  ['D3', 'D1+x3', true],
  ['D3*', 'D1+x3', false],
])('%s meets min %s: %s', (level, min, met) => {
  expect(meetsLevel(level, min)).toBe(met);
});

test('levels sort from opaque to fully inspectable', () => {
  expect([...PUBLISHED_LEVELS].sort(compareLevels)).toEqual(PUBLISHED_LEVELS);
  expect(LEVELS.every((level) => meetsLevel(level, level))).toBe(true);
});
