import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Host, Inputs, type Outcome } from '@gosymbols/host';
import { loopbackRegistry } from '@gosymbols/oci/testing/registry-server';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { openSymbolStore } from '@gosymbols/symbols';
import { debugFile } from '@gosymbols/symbols/testing/debug-file';
import { exampleIndex } from '@gosymbols/symbols/testing/example-index';
import { noteElf } from '@gosymbols/symbols/testing/note-elf';
import { quietHost } from '@gosymbols/symbols/testing/quiet-host';
import { expect, test } from 'vitest';
import { verb } from './verb.ts';

const gnu = '5f2c8a4be09d3317c6a1f0e2d47b96a8830c5d1e';
const STORE = 'oci-layout:.gosymbols/symbols';

async function gate(host: Host, given: Record<string, string>): Promise<Outcome> {
  return verb.run(new Inputs(verb.spec, given), host);
}

async function published(host: Host, seed = 'api', size = 40_000): Promise<void> {
  const symbols = await debugFile(host.cwd, { name: 'api', seed, gnu, size });
  await openSymbolStore(STORE, host, { toolVersion: '1.0.0' }).put(symbols);
}

test('passes when every Go binary has its symbols; what is no Go program is passed over', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await mkdir(join(directory.path, 'bin'));
  await writeFile(join(directory.path, 'bin/api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(directory.path, 'bin/library.so'), noteElf({ gnu: 'cd'.repeat(20) }));
  await writeFile(join(directory.path, 'bin/api.exe'), 'MZ');
  const outcome = await gate(host, { binaries: 'bin' });
  expect(outcome.verdict).toBe('pass');
  expect(outcome.outputs).toEqual({ verdict: 'pass', gated: 1, missing: [], findings: [] });
  expect(outcome.text).toContain(`ok    bin/api  build-id-${gnu}  in the store`);
});

test('fails with what is missing and the command that publishes it', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(directory.path, 'worker'), noteElf({ gnu: 'cd'.repeat(20), go: 'e/f/g/h' }));
  const outcome = await gate(host, { binaries: 'api\nworker' });
  expect(outcome.verdict).toBe('fail');
  expect(outcome.outputs).toMatchObject({ verdict: 'fail', gated: 2, missing: ['worker'] });
  expect(outcome.text).toContain('Gate FAILED: 1 of 2');
  expect(outcome.text).toContain(`gosymbols publish --index gosymbols.json --store ${STORE}`);
  expect(outcome.document).toMatchObject({ binaries: [{ state: 'in the store' }, { state: 'missing' }] });
});

test('an index is compared by digest and keeps the verdict', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const index = await exampleIndex(directory.path, [{ name: 'api', gnu }]);
  await published(host);
  expect((await gate(host, { index })).verdict).toBe('pass');
  expect(JSON.parse(await readFile(index, 'utf8')).gate).toEqual({
    verdict: 'pass',
    findings: [],
    store: STORE,
  });

  await exampleIndex(directory.path, [{ name: 'api', gnu, seed: 'other' }]);
  expect((await gate(host, { index })).outputs).toMatchObject({
    verdict: 'fail',
    findings: [{ rule: 'gate/symbols-differ' }],
  });
  expect(JSON.parse(await readFile(index, 'utf8')).gate).toMatchObject({
    verdict: 'fail',
    findings: [{ artifact: 'api' }],
  });
});

test('binaries and an index together: digests are compared for the same bytes', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  const index = await exampleIndex(directory.path, [{ name: 'api', gnu, seed: 'other' }]);
  const outcome = await gate(host, { binaries: 'dist/api', index });
  expect(outcome.outputs).toMatchObject({ verdict: 'fail', findings: [{ rule: 'gate/symbols-differ' }] });
});

test('a binary that is not the one of the index fails', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const index = await exampleIndex(directory.path, [{ name: 'api', gnu }]);
  await published(host);
  await writeFile(join(directory.path, 'dist/api'), noteElf({ gnu, go: 'a/b/c/d', filler: 'changed' }));
  expect((await gate(host, { index })).outputs).toMatchObject({ findings: [{ rule: 'gate/changed' }] });
  await rm(join(directory.path, 'dist/api'));
  expect((await gate(host, { index })).verdict).toBe('pass');
});

test('a layer that is gone fails', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  const found = await openSymbolStore(STORE, host, { toolVersion: '1' }).find({ hex: gnu });
  await rm(join(directory.path, '.gosymbols/symbols/blobs/sha256', found?.layer.digest.slice(7) ?? ''));
  expect((await gate(host, { binaries: 'api' })).outputs).toMatchObject({
    verdict: 'fail',
    findings: [{ rule: 'gate/symbols-incomplete' }],
  });
});

test('an ID that debuggers do not look for is warned of, and passes', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await writeFile(join(directory.path, 'api'), noteElf({ go: 'a/b/c/d' }));
  const symbols = await debugFile(directory.path, { size: 100 });
  const identities = { go: 'a/b/c/d', file: symbols.identities.file };
  await openSymbolStore(STORE, host, { toolVersion: '1' }).put({ ...symbols, identities });
  expect((await gate(host, { binaries: 'api' })).outputs).toMatchObject({
    verdict: 'pass',
    findings: [{ rule: 'gate/not-by-build-id', severity: 'warning' }],
  });
});

test.each([
  [{}, 'INPUT_REQUIRED'],
  [{ binaries: 'nothing' }, 'FILE_MISSING'],
  [{ binaries: 'notes.txt' }, 'NOT_A_GO_BINARY'],
  [{ binaries: '*.txt' }, 'NOTHING_TO_GATE'],
  [{ index: 'nothing.json' }, 'INDEX_MISSING'],
  [{ index: 'notes.txt' }, 'INDEX_NOT_JSON'],
  [{ binaries: 'api', store: 'oci-layout:nowhere' }, 'STORE_MISSING'],
  [{ binaries: 'api', store: 'nowhere' }, 'REFERENCE_FORMAT'],
])('%o is refused', async (given, code) => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(directory.path, 'notes.txt'), 'text');
  await expect(gate(quietHost(directory.path), given)).rejects.toMatchObject({ kind: 'request', code });
  expect((await readdir(directory.path)).sort()).toEqual(['api', 'notes.txt']);
});

test('a registry that is down is no verdict', async () => {
  const registry = await loopbackRegistry();
  await registry[Symbol.asyncDispose]();
  await using directory = await temporaryDirectory();
  const index = await exampleIndex(directory.path, [{ name: 'api', gnu }]);
  const before = await readFile(index, 'utf8');
  await expect(gate(quietHost(directory.path), { index, store: `${registry.host}/x` })).rejects.toMatchObject(
    {
      kind: 'unavailable',
      code: 'REGISTRY_UNREACHABLE',
    },
  );
  expect(await readFile(index, 'utf8')).toBe(before);
});

const gone = { gnu: 'cd'.repeat(20), go: 'e/f/g/h' };

test.each<[string, Record<string, string>, 'pass' | 'fail', object]>([
  ['not required', { require: 'api' }, 'pass', { rule: 'gate/symbols-missing', severity: 'notice' }],
  ['required by glob', { require: 'w*' }, 'fail', { rule: 'gate/symbols-missing', severity: 'error' }],
  [
    'allowed for now',
    { allow: 'worker until 1970-01-01: vendored' },
    'pass',
    { severity: 'warning', message: expect.stringContaining('allowed until 1970-01-01: vendored') },
  ],
  [
    'allowed until yesterday',
    { allow: 'worker until 1969-12-31: vendored' },
    'fail',
    { severity: 'error', message: expect.stringContaining('ended on 1969-12-31') },
  ],
  ['another is allowed', { allow: 'other until 2099-01-01: x' }, 'fail', { severity: 'error' }],
])('a binary without symbols, %s', async (_what, given, verdict, finding) => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(directory.path, 'worker'), noteElf(gone));
  const outcome = await gate(host, { binaries: 'api\nworker', ...given });
  expect(outcome.outputs).toMatchObject({ verdict, missing: ['worker'], findings: [finding] });
});

test('a required name that nothing has fails', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  expect((await gate(host, { binaries: 'api', require: 'api\nwrker' })).outputs).toMatchObject({
    verdict: 'fail',
    findings: [{ rule: 'gate/required-absent', artifact: 'wrker' }],
  });
});

test.each([
  [{ allow: 'worker' }],
  [{ allow: 'worker until tomorrow: x' }],
  [{ allow: 'worker until 2027-01-01:' }],
  [{ require: '[' }],
])('%o is refused', async (given) => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await expect(gate(host, { binaries: 'api', ...given })).rejects.toMatchObject({ code: 'INPUT_VALUE' });
});

test("GoReleaser's dist folder: its Linux binaries, wherever the folder was moved", async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  const dist = join(directory.path, 'moved/dist');
  await mkdir(join(dist, 'api_linux_amd64_v1'), { recursive: true });
  await writeFile(join(dist, 'api_linux_amd64_v1/api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(dist, 'api.exe'), 'MZ');
  const list = [
    { type: 'Binary', path: 'dist/api_linux_amd64_v1/api', goos: 'linux' },
    { type: 'Binary', path: 'dist/api.exe', goos: 'windows' },
    { type: 'Archive', path: 'dist/api.tar.gz' },
  ];
  await writeFile(join(dist, 'artifacts.json'), JSON.stringify(list));
  expect((await gate(host, { dist: 'moved/dist' })).outputs).toMatchObject({ verdict: 'pass', gated: 1 });
  await rm(join(dist, 'api_linux_amd64_v1/api'));
  await expect(gate(host, { dist: 'moved/dist' })).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
  await writeFile(join(dist, 'artifacts.json'), '{}');
  await expect(gate(host, { dist: 'moved/dist' })).rejects.toMatchObject({ code: 'ARTIFACTS_SHAPE' });
  await expect(gate(host, { dist: 'nowhere' })).rejects.toMatchObject({ code: 'ARTIFACTS_MISSING' });
});

test('ephemeral symbols do not let a release pass, but a pull request', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const symbols = await debugFile(host.cwd, { name: 'api', gnu, size: 40_000 });
  const ephemeral = { label: 'pr-212', expires: 2_000_000_000 };
  await openSymbolStore(STORE, host, { toolVersion: '1.0.0' }).put({ ...symbols, ephemeral });
  await writeFile(join(directory.path, 'api'), noteElf({ gnu, go: 'a/b/c/d' }));
  expect((await gate(host, { binaries: 'api' })).verdict).toBe('fail');
  expect((await gate(host, { binaries: 'api', ephemeral: 'true' })).verdict).toBe('pass');
});
