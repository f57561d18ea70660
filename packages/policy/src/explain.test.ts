import { expect, test } from 'vitest';
import { CAPABILITY_IDS } from './capabilities-of.ts';
import { exampleFacts, strippedFacts } from './example-facts.ts';
import { explain } from './explain.ts';

test.each(CAPABILITY_IDS)('%s of a stripped file: why, whose doing, and how to have it', (id) => {
  const explanation = explain(strippedFacts('all'), id);
  expect(explanation.reason).not.toBe('');
  expect(explanation.consumers.length).toBeGreaterThan(0);
  if (explanation.holds !== 'yes') expect(explanation.restore.length).toBeGreaterThan(0);
});

test('with the debug file at hand the cost is in bytes', () => {
  const debug = exampleFacts();
  const { restore } = explain(strippedFacts('all'), 'perf-names', { debug });
  const table = debug.sections.filter(({ name }) => name === '.symtab' || name === '.strtab');
  const bytes = table.reduce((sum, { fileSize }) => sum + fileSize, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(restore).toEqual([
    { how: 'publish the debug file: yes', bytes: 0 },
    { how: 'split with `strip: dwarf`, which keeps `.symtab`', bytes },
  ]);
});

test('a debug file beside it does not help a tool that reads one file', () => {
  const { restore } = explain(strippedFacts('all'), 'go-nm', { debug: exampleFacts() });
  expect(restore.map(({ how }) => how)).toEqual(['split with `strip: dwarf`, which keeps `.symtab`']);
});

test('where it holds, what a strip would take from the file', () => {
  const { kept, restore } = explain(exampleFacts(), 'source-lines');
  expect(restore).toEqual([]);
  expect(kept).toEqual([{ section: '`.debug_*`', bytes: expect.any(Number) }]);
});
