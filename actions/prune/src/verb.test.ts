import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Host, Inputs, type Outcome } from '@gosymbols/host';
import { loopbackRegistry } from '@gosymbols/oci/testing/registry-server';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { openSymbolStore } from '@gosymbols/symbols';
import { debugFile } from '@gosymbols/symbols/testing/debug-file';
import { quietHost } from '@gosymbols/symbols/testing/quiet-host';
import { expect, test } from 'vitest';
import { verb } from './verb.ts';

const LAYOUT = 'oci-layout:.gosymbols/symbols';

async function prune(host: Host, given: Record<string, string> = {}): Promise<Outcome> {
  return verb.run(new Inputs(verb.spec, given), host);
}

/** A release, an expired build, one that has time, and one of the same content as the release. */
async function published(host: Host, text: string): Promise<void> {
  const store = openSymbolStore(text, host, { toolVersion: '1' });
  const put = async (name: string, label?: string, expires = -1): Promise<void> => {
    const symbols = await debugFile(host.cwd, { name, size: 50_000 });
    await store.put({ ...symbols, ephemeral: label === undefined ? undefined : { label, expires } });
  };
  await put('same', 'pr-1');
  await put('same');
  await put('release');
  await put('old', 'pr-1');
  await put('young', 'pr-2', 1000);
}

const tags = (outcome: Outcome): unknown[] =>
  (outcome.outputs['symbols'] as { binary: string; deleted: boolean }[]).map(({ binary, deleted }) => [
    binary,
    deleted,
  ]);

test('expired symbols go with their blobs; those of a release stay whole', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host, LAYOUT);
  const blobs = (): Promise<string[]> => readdir(join(directory.path, '.gosymbols/symbols/blobs/sha256'));
  const before = (await blobs()).length;
  expect(tags(await prune(host, { 'dry-run': 'true' }))).toEqual([
    ['same', false],
    ['old', false],
    ['young', false],
  ]);
  expect(await blobs()).toHaveLength(before);
  const outcome = await prune(host);
  expect(outcome.outputs).toMatchObject({ deleted: 2, kept: 1 });
  expect(tags(outcome)).toEqual([
    ['same', true],
    ['old', true],
    ['young', false],
  ]);
  // Gone: two manifests, one layer; the other layer and the config are the release's too.
  expect(await blobs()).toHaveLength(before - 4);
  const store = openSymbolStore(LAYOUT, host, { toolVersion: '1' });
  for (const name of ['same', 'release']) {
    const { identities, debug } = await debugFile(directory.path, { name, size: 50_000 });
    const found = await store.find({ hex: identities.gnu ?? '' });
    expect(found?.debug).toEqual(debug);
    if (found !== undefined) expect(await store.get(found, join(directory.path, `${name}.out`))).toBe(true);
  }
});

test('a label deletes what has not expired yet; nothing is left in a registry but the release', async () => {
  await using registry = await loopbackRegistry();
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  const store = `${registry.host}/acme/symbols`;
  await published(host, store);
  expect((await prune(host, { store, label: 'pr-2' })).outputs).toMatchObject({ deleted: 3, kept: 0 });
  expect([...registry.tags.keys()].filter((tag) => tag.startsWith('ephemeral'))).toEqual([]);
  expect(registry.tags.size).toBe(2);
});

test('a tag that only looks ephemeral is left alone', async () => {
  await using directory = await temporaryDirectory();
  const host = quietHost(directory.path);
  await published(host, LAYOUT);
  const path = join(directory.path, '.gosymbols/symbols/index.json');
  const index = (await readFile(path, 'utf8')).replaceAll('"build-id-', '"ephemeral-build-id-ff');
  await writeFile(path, index);
  expect((await prune(host)).outputs).toMatchObject({ deleted: 2 });
  expect(await readFile(path, 'utf8')).toContain('ephemeral-build-id-ff');
});

test('a store that is not there is an error', async () => {
  await using directory = await temporaryDirectory();
  await expect(prune(quietHost(directory.path))).rejects.toMatchObject({ code: 'STORE_MISSING' });
});
