import { expect, test } from 'vitest';
import { CAPABILITY_IDS, capabilitiesOf } from './capabilities-of.ts';
import { exampleFacts, strippedFacts } from './example-facts.ts';
import type { Capability, CapabilityId } from './level.ts';

type Row = readonly [CapabilityId, ...Capability['holds'][]];

/** The table of docs/capabilities.md in short: as built, `.symtab` only, all stripped, all stripped with its debug file published. */
const table: readonly Row[] = [
  ['panic-trace', 'yes', 'yes', 'yes', 'yes'],
  ['pprof', 'yes', 'yes', 'yes', 'yes'],
  ['buildinfo', 'yes', 'yes', 'yes', 'yes'],
  ['build-id', 'yes', 'yes', 'yes', 'yes'],
  ['perf-names', 'yes', 'yes', 'no', 'yes'],
  ['uprobe-name', 'yes', 'yes', 'no', 'yes'],
  ['gdb-func', 'yes', 'partly', 'no', 'yes'],
  ['go-nm', 'yes', 'yes', 'no', 'no'],
  ['source-lines', 'yes', 'no', 'no', 'yes'],
  ['locals', 'partly', 'no', 'no', 'partly'],
  ['types', 'yes', 'no', 'no', 'yes'],
  ['core-dump', 'yes', 'no', 'no', 'yes'],
  ['delve', 'yes', 'partly', 'partly', 'yes'],
  ['govulncheck', 'yes', 'yes', 'partly', 'partly'],
  ['ebpf-names', 'yes', 'yes', 'yes', 'yes'],
];

const columns = [
  ['as built', capabilitiesOf(exampleFacts())],
  ['symbol table only', capabilitiesOf(strippedFacts('dwarf'))],
  ['all stripped', capabilitiesOf(strippedFacts('all'))],
  ['with its debug file', capabilitiesOf(strippedFacts('all'), { debug: exampleFacts() })],
] as const;

test.each(columns.map(([name], column) => [name, column] as const))(
  'capabilities of a file %s',
  (_, column) => {
    const claimed = columns[column]?.[1].map(({ id, holds }) => [id, holds]);
    expect(claimed).toEqual(table.map((row) => [row[0], row[column + 1]]));
  },
);

test('all of them, each with a reason', () => {
  expect(CAPABILITY_IDS).toEqual(table.map(([id]) => id));
  for (const [, capabilities] of columns) {
    for (const { id, reason } of capabilities) expect(reason, id).not.toBe('');
  }
});

const one = (id: CapabilityId, capabilities: readonly Capability[]): Capability | undefined =>
  capabilities.find((capability) => capability.id === id);

test('a debug file that is not published does not count', () => {
  const unpublished = capabilitiesOf(strippedFacts('all'), { debug: exampleFacts(), published: false });
  expect(unpublished).toEqual(capabilitiesOf(strippedFacts('all')));
});

test('reasons name the fact', () => {
  expect(one('perf-names', capabilitiesOf(strippedFacts('all')))?.reason).toBe('`.symtab` absent');
  expect(one('types', capabilitiesOf(strippedFacts('dwarf')))?.reason).toBe('`.debug_info` absent');
  expect(one('panic-trace', capabilitiesOf(exampleFacts()))?.reason).toBe('pclntab names 8000 functions');
});

test('an opaque file can do nothing, and says why', () => {
  const garbled = exampleFacts(
    { pclntab: { version: '1.20', functions: 10, size: 9, named: 0 }, buildIds: { file: '' } },
    ['symtab', 'dwarf', 'go'],
  );
  const capabilities = capabilitiesOf(garbled);
  expect(capabilities.map(({ holds }) => holds)).toEqual(CAPABILITY_IDS.map(() => 'no'));
  expect(one('pprof', capabilities)?.reason).toBe('pclntab names 0 % of its functions');
});

test('a constant build ID does not tell builds apart; a Go ID alone is found by few', () => {
  const constant = exampleFacts({ buildIds: { gnu: '49', file: '', constant: 'the Go note is `redacted`' } });
  expect(one('build-id', capabilitiesOf(constant))).toMatchObject({
    holds: 'no',
    reason: 'the Go note is `redacted`',
  });
  expect(one('build-id', capabilitiesOf(exampleFacts({ buildIds: { go: 'a/b', file: '' } })))?.holds).toBe(
    'partly',
  );
});

test('DWARF without .symtab: gdb works, Delve starts nothing', () => {
  const capabilities = capabilitiesOf(exampleFacts({}, ['symtab']));
  expect(one('gdb-func', capabilities)?.holds).toBe('yes');
  expect(one('delve', capabilities)).toMatchObject({ holds: 'no' });
});

test('locals are whole where nothing was optimised', () => {
  const { dwarf } = exampleFacts();
  const unoptimised = exampleFacts(dwarf === undefined ? {} : { dwarf: { ...dwarf, unoptimised: true } });
  expect(one('locals', capabilitiesOf(unoptimised))?.holds).toBe('yes');
});

test.each([
  ['1.20.2', 'go1.19.8', 'yes'],
  ['1.20.2', 'go1.26.8', 'no'],
  ['1.27.2', 'go1.24.9', 'no'],
  ['1.27.2', 'go1.27.3', 'yes'],
] as const)('Delve %s with a program of %s: %s', (delve, version, holds) => {
  const facts = exampleFacts({ go: { version, dependencies: [], settings: {} } });
  expect(one('delve', capabilitiesOf(facts, { delve }))?.holds).toBe(holds);
});

test('of a Delve that was never tried nothing is said', () => {
  expect(() => capabilitiesOf(exampleFacts(), { delve: '1.23.0' })).toThrow(/Delve 1\.23\.0/);
});

test("another build's debug file gives nothing, and takes Delve away", () => {
  const other = { ...exampleFacts(), buildIds: { gnu: 'ff'.repeat(20), file: '0'.repeat(32) } };
  const beside = capabilitiesOf(strippedFacts('all'), { debug: other });
  expect(one('types', beside)).toMatchObject({
    holds: 'no',
    reason: expect.stringContaining('another build'),
  });
  expect(one('delve', beside)?.holds).toBe('no');
});
