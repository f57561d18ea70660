import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@gosymbols/policy';
import { readIndex, type SymbolIndex } from '@gosymbols/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeExample } from './example-index.ts';
import { causeIn } from './module-that-grew.ts';

const GO_MOD = `module example.com/api

go 1.26

require (
	example.com/grown v1.1.0
	example.com/added v0.1.0 // indirect
)

require example.com/alone v2.0.0
`;

let folder: string;
let base: SymbolIndex;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gosymbols-cause-'));
  await writeFile(join(folder, 'go.mod'), GO_MOD);
  base = await readIndex(await writeExample(folder));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An index whose only binary has these modules, each with the bytes of its one package. */
function withModules(
  modules: Readonly<Record<string, readonly [version: string, bytes: number]>>,
): SymbolIndex {
  const [record] = base.binaries;
  if (record === undefined) throw new Error('the example has a binary');
  const dependencies = Object.entries(modules).map(([path, [version]]) => ({ path, version }));
  const packages = Object.entries(modules).map(([path, [, bytes]]) => ({
    path,
    module: path,
    bytes,
    code: bytes,
  }));
  return {
    ...base,
    binaries: [
      {
        ...record,
        before: { ...record.before, go: { version: 'go1.26.8', dependencies, settings: {} } },
        packages: { method: 'symtab', packages },
      },
    ],
  };
}

const THEN = { 'example.com/grown': ['v1.0.0', 1000], 'example.com/alone': ['v1.0.0', 500] } as const;

test.each([
  [
    'a newer version',
    { ...THEN, 'example.com/grown': ['v1.1.0', 9000] },
    6,
    'example.com/grown v1.0.0 -> v1.1.0',
  ],
  ['a new module', { ...THEN, 'example.com/added': ['v0.1.0', 9000] }, 7, 'example.com/added v0.1.0, new'],
  [
    'a require of its own',
    { ...THEN, 'example.com/alone': ['v2.0.0', 900] },
    10,
    'example.com/alone v1.0.0 -> v2.0.0',
  ],
  ['a module that shrank', { ...THEN, 'example.com/grown': ['v1.1.0', 10] }, undefined, ''],
  ['code of its own that grew', { ...THEN, 'example.com/grown': ['v1.0.0', 9000] }, undefined, ''],
  ['a module that go.mod does not list', { ...THEN, 'example.com/other': ['v1.0.0', 9000] }, undefined, ''],
] as const)('%s', async (_, now, line, change) => {
  const finding: Finding = { rule: 'SZ002', severity: 'error', artifact: 'api', message: '', next: '' };
  const sides = {
    now: withModules(now),
    earlier: withModules(THEN),
    judged: [{ artifact: 'api', binary: 'api', level: 'D1' as const, disk: 1 }],
  };
  expect(await causeIn(folder, finding, sides)).toEqual(
    line === undefined ? undefined : { file: 'go.mod', line, change },
  );
  expect(await causeIn(folder, { ...finding, rule: 'SZ001' }, sides)).toBeUndefined();
  expect(await causeIn(folder, finding, { ...sides, earlier: undefined })).toBeUndefined();
});
