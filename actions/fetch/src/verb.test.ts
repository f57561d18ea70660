import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
const below = `.build-id/5f/${gnu.slice(2)}.debug`;
const STORE = 'oci-layout:.gosymbols/symbols';

async function fetched(host: Host, given: Record<string, string>): Promise<Outcome> {
  return verb.run(new Inputs(verb.spec, given), host);
}

async function published(host: Host, store: string = STORE, name = 'api', id = gnu): Promise<string> {
  const symbols = await debugFile(host.cwd, { name, gnu: id, size: 100_000 });
  await openSymbolStore(store, host, { toolVersion: '1.0.0' }).put(symbols);
  return symbols.path;
}

test('by build ID, in any case: the tree, the configuration and the commands', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const original = await published(host);
  const out = join(directory.path, '.gosymbols/debug');
  const outcome = await fetched(host, { 'build-id': gnu.toUpperCase() });
  expect((await readFile(join(out, below))).equals(await readFile(original))).toBe(true);
  expect(await readFile(join(out, 'dlv/config.yml'), 'utf8')).toBe(
    `debug-info-directories: ["${join(out, '.build-id')}"]\n`,
  );
  expect(outcome.outputs).toMatchObject({
    'debug-dir': out,
    fetched: 1,
    files: [{ buildId: gnu, store: STORE, written: true }],
  });
  expect(outcome.text).toContain(`gdb -iex 'set debug-file-directory ${out}' ./PROGRAM`);
  expect(outcome.text).toContain(`XDG_CONFIG_HOME=${out} dlv exec ./PROGRAM`);
  expect((await fetched(host, { 'build-id': gnu })).outputs).toMatchObject({
    fetched: 0,
    files: [{ written: false }],
  });
});

test('by binary, named in the commands', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await mkdir(join(directory.path, 'my bin'));
  await writeFile(join(directory.path, 'my bin/api'), noteElf({ gnu, go: 'a/b/c/d' }));
  await writeFile(join(directory.path, 'my bin/README'), 'text');
  const { text, outputs } = await fetched(host, { binary: 'my bin/*', 'out-dir': 'out' });
  expect(outputs).toMatchObject({ fetched: 1 });
  expect(text).toContain(`dlv exec '${join(directory.path, 'my bin/api')}'`);
});

test('for a whole index, compared with its digests', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const index = await exampleIndex(directory.path, [
    { name: 'api', gnu },
    { name: 'tool', whole: true },
  ]);
  const symbols = await debugFile(directory.path, { name: 'api', gnu, size: 40_000 });
  await openSymbolStore(STORE, host, { toolVersion: '1.0.0' }).put(symbols);
  expect((await fetched(host, { index })).outputs).toMatchObject({ fetched: 1, files: [{ name: 'api' }] });

  const other = await exampleIndex(directory.path, [{ name: 'api', gnu, seed: 'other' }]);
  await expect(fetched(host, { index: other, 'out-dir': 'none' })).rejects.toMatchObject({
    kind: 'request',
    code: 'SYMBOLS_DIFFER',
  });
});

test('several stores in order: the first that has it serves, one that fails is passed over', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const down = await loopbackRegistry();
  await down[Symbol.asyncDispose]();
  await published(host, 'oci-layout:b');
  await published(host, 'oci-layout:c');
  await openSymbolStore('oci-layout:a', host, { toolVersion: '1' }).put(
    await debugFile(directory.path, { name: 'other', size: 10 }),
  );
  const store = ['oci-layout:missing', `${down.host}/x`, 'oci-layout:a', 'oci-layout:b', 'oci-layout:c'].join(
    '\n',
  );
  const { outputs } = await fetched(host, { 'build-id': gnu, store });
  expect(outputs['files']).toMatchObject([{ store: 'oci-layout:b' }]);
  expect(host.said.join('\n')).toMatch(/warning: .*STORE_MISSING[\s\S]*warning: .*REGISTRY_UNREACHABLE/);
}, 60_000);

test('symbols that are found by no debugger come with the command that loads them', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const go = 'AbC/def/ghi/jkl';
  const symbols = await debugFile(directory.path, { size: 1000 });
  const { gnu: _, ...identities } = symbols.identities;
  await openSymbolStore(STORE, host, { toolVersion: '1' }).put({
    ...symbols,
    identities: { ...identities, go },
  });
  const { text } = await fetched(host, { 'build-id': go });
  expect(text).toMatch(/gdb -ex 'symbol-file .*\.debug' \.\/PROGRAM/);
  expect(text).not.toContain('dlv exec');
});

test('one that is missing: nothing is written for the others either', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await expect(fetched(host, { 'build-id': `${gnu}\n${'cd'.repeat(20)}` })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'SYMBOLS_NOT_FOUND',
    message: expect.stringContaining(`build-id-${'cd'.repeat(20)}`),
    next: expect.stringContaining('gosymbols publish'),
  });
  expect(await readdir(join(directory.path, '.gosymbols'))).toEqual(['symbols']);
});

test.each([
  [{}, 'request', 'INPUT_REQUIRED'],
  [{ 'build-id': 'not hex' }, 'request', 'BUILD_ID_FORMAT'],
  [{ 'build-id': '../../etc' }, 'request', 'BUILD_ID_FORMAT'],
  [{ binary: 'nothing' }, 'request', 'FILE_MISSING'],
  [{ binary: 'notes.txt' }, 'request', 'NOT_ELF'],
  [{ index: 'nothing.json' }, 'request', 'INDEX_MISSING'],
  [{ 'build-id': gnu, store: 'oci-layout:nowhere' }, 'request', 'STORE_MISSING'],
  [{ 'build-id': gnu, store: 'nowhere' }, 'request', 'REFERENCE_FORMAT'],
])('%o is refused', async (given, kind, code) => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'notes.txt'), 'text');
  await expect(fetched(host, given)).rejects.toMatchObject({ kind, code });
  expect(await readdir(join(directory.path, '.gosymbols'))).toEqual(['symbols']);
});

test('a folder that cannot be made is said with its path', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  await writeFile(join(directory.path, 'file'), 'in the way');
  await expect(fetched(host, { 'build-id': gnu, 'out-dir': 'file/out' })).rejects.toMatchObject({
    code: 'ENOTDIR',
    path: expect.stringContaining('file'),
  });
  expect(await readFile(join(directory.path, 'file'), 'utf8')).toBe('in the way');
});

test('a damaged store writes nothing', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host);
  const blobs = join(directory.path, '.gosymbols/symbols/blobs/sha256');
  const found = await openSymbolStore(STORE, host, { toolVersion: '1' }).find({ hex: gnu });
  const layer = join(blobs, found?.layer.digest.slice(7) ?? '');
  await chmod(layer, 0o644);
  const bytes = await readFile(layer);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  await writeFile(layer, bytes);
  await expect(fetched(host, { 'build-id': gnu, 'out-dir': 'out' })).rejects.toMatchObject({
    kind: 'malformed',
  });
  expect(await readdir(join(directory.path, 'out/.build-id/5f'))).toEqual([]);
  await rm(layer);
  await expect(fetched(host, { 'build-id': gnu, 'out-dir': 'out' })).rejects.toMatchObject({
    code: 'BLOB_MISSING',
  });
});
