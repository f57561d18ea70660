import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hexOf,
  LayoutStore,
  type ObjectStore,
  parseStoreReference,
  parseTag,
  type RegistryReference,
  RegistryStore,
} from '@gosymbols/oci';
import { collected } from '@gosymbols/oci/testing/collected';
import { answer, loopbackRegistry } from '@gosymbols/oci/testing/registry-server';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { expect, test } from 'vitest';
import { debugFile } from '../testing/debug-file.ts';
import { putBundle } from './put-bundle.ts';
import { debugFilePath, SymbolStore } from './symbol-store.ts';

function storeOver(
  objects: ObjectStore,
  tempDir: string,
  compression: 'zstd' | 'gzip' = 'zstd',
): SymbolStore {
  return new SymbolStore({ objects, toolVersion: '1.2.3', tempDir: () => tempDir, time: 0, compression });
}

async function everyBackEnd(body: (objects: ObjectStore, directory: string) => Promise<void>): Promise<void> {
  await using directory = await temporaryDirectory();
  await body(new LayoutStore({ directory: join(directory.path, 'layout') }), directory.path);
  await using other = await temporaryDirectory();
  await using registry = await loopbackRegistry();
  const reference = parseStoreReference(`${registry.host}/acme/symbols`) as RegistryReference;
  await body(new RegistryStore({ reference, settleMs: 5 }), other.path);
}

test.each(['zstd', 'gzip'] as const)('puts and gets (%s)', async (compression) => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory, compression);
    const symbols = await debugFile(directory);
    const key = { hex: symbols.identities.gnu ?? '' };
    expect(await store.has(key)).toBe(false);
    expect(await store.standingOf(symbols)).toEqual({ is: 'absent' });

    const receipt = await store.put(symbols);
    expect(receipt).toMatchObject({
      store: objects.name,
      tag: `build-id-${key.hex}`,
      debugDigest: symbols.debug.digest,
      existed: false,
      verified: true,
    });
    expect(await store.has(key)).toBe(true);
    expect(await collected(store.list())).toEqual([{ key: key.hex, term: 'release', tag: receipt.tag }]);
    // The layer made on the way is gone.
    expect((await readdir(directory)).filter((name) => name.startsWith('layer-'))).toEqual([]);

    const found = await store.find(key);
    expect(found).toMatchObject({
      digest: receipt.digest,
      gnu: key.hex,
      toolVersion: '1.2.3',
      binary: 'api',
    });
    if (found === undefined) return;
    const target = debugFilePath(join(directory, 'out'), key);
    expect(await store.get(found, target)).toBe(true);
    expect(target.endsWith(`out/.build-id/${key.hex.slice(0, 2)}/${key.hex.slice(2)}.debug`)).toBe(true);
    expect((await readFile(target)).equals(await readFile(symbols.path))).toBe(true);
    expect(await store.get(found, target)).toBe(false);
    await writeFile(target, 'damaged');
    expect(await store.get(found, target)).toBe(true);
  });
});

test('the same input gives the same manifest in every store', async () => {
  const digests: string[] = [];
  await everyBackEnd(async (objects, directory) => {
    digests.push((await storeOver(objects, directory).put(await debugFile(directory))).digest);
  });
  expect(digests[0]).toBe(digests[1]);
});

test('what is there is not sent again, however it was packed', async () => {
  await everyBackEnd(async (objects, directory) => {
    const symbols = await debugFile(directory);
    const first = await storeOver(objects, directory).put(symbols);
    let sent = 0;
    const second = await storeOver(objects, directory, 'gzip').put(symbols, (bytes) => (sent += bytes));
    expect(second).toEqual({ ...first, existed: true });
    expect(sent).toBe(0);
  });
});

test('another debug file under the same build ID is refused, and the first stays', async () => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory);
    const symbols = await debugFile(directory);
    const other = await debugFile(directory, { seed: 'other' });
    const { digest } = await store.put(symbols);
    await expect(store.put(other)).rejects.toMatchObject({
      kind: 'request',
      code: 'SYMBOLS_DIFFER',
      message: expect.stringMatching(new RegExp(`${symbols.debug.digest}.*${other.debug.digest}`)),
    });
    expect((await store.find({ hex: symbols.identities.gnu ?? '' }))?.digest).toBe(digest);
  });
});

test('a debug file that changes while its layer is sent publishes nothing, and leaves nothing', async () => {
  await everyBackEnd(async (objects, directory) => {
    const symbols = await debugFile(directory, { size: 6_000_000 });
    const bytes = await readFile(symbols.path);
    bytes[5_900_000] = (bytes[5_900_000] ?? 0) ^ 1;
    await writeFile(symbols.path, bytes);
    await expect(storeOver(objects, directory).put(symbols)).rejects.toMatchObject({
      code: 'DEBUG_FILE_CHANGED',
    });
    expect(await collected(objects.listTags())).toEqual([]);
    expect((await readdir(directory)).filter((name) => name.startsWith('layer-'))).toEqual([]);
  });
});

test('a registry that refuses the layer ends the making of it, and leaves nothing', async () => {
  await using directory = await temporaryDirectory();
  await using registry = await loopbackRegistry();
  registry.fault = (request, response) => {
    if (request.method !== 'POST') return false;
    answer(response, 403);
    return true;
  };
  const reference = parseStoreReference(`${registry.host}/acme/symbols`) as RegistryReference;
  const symbols = await debugFile(directory.path, { size: 6_000_000 });
  const store = storeOver(new RegistryStore({ reference }), directory.path);
  await expect(store.put(symbols)).rejects.toMatchObject({ code: 'REGISTRY_DENIED' });
  expect(registry.tags.size).toBe(0);
  expect((await readdir(directory.path)).filter((name) => name.startsWith('layer-'))).toEqual([]);
});

test('a layer that was lost is stored again', async () => {
  await using directory = await temporaryDirectory();
  const layout = join(directory.path, 'layout');
  const store = storeOver(new LayoutStore({ directory: layout }), directory.path);
  const symbols = await debugFile(directory.path);
  const key = { hex: symbols.identities.gnu ?? '' };
  await store.put(symbols);
  const found = await store.find(key);
  await rm(join(layout, 'blobs/sha256', hexOf(found?.layer.digest ?? 'sha256:')));
  expect(await store.has(key)).toBe(false);
  expect(await store.standingOf(symbols)).toMatchObject({ is: 'incomplete' });
  expect(await store.put(symbols)).toMatchObject({ existed: false, verified: true });
  expect(await store.has(key)).toBe(true);
});

test('symbols of another key, or something else, under the tag are not believed', async () => {
  await using directory = await temporaryDirectory();
  const objects = new LayoutStore({ directory: join(directory.path, 'layout') });
  const store = storeOver(objects, directory.path);
  const symbols = await debugFile(directory.path);
  const { digest, mediaType } = await store.put(symbols);
  const stored = await objects.getManifest(parseTag(`build-id-${symbols.identities.gnu}`));
  await objects.putManifest({
    mediaType,
    bytes: stored?.bytes ?? Buffer.alloc(0),
    tag: parseTag('build-id-abcd'),
  });
  await expect(store.find({ hex: 'abcd' })).rejects.toMatchObject({
    kind: 'malformed',
    code: 'SYMBOLS_NOT_READABLE',
    message: expect.stringContaining(symbols.identities.gnu ?? ''),
    next: expect.stringContaining(digest),
  });
  const changed = JSON.parse(Buffer.from(stored?.bytes ?? []).toString());
  for (const change of [
    (manifest: typeof changed) => (manifest.artifactType = 'application/vnd.other'),
    (manifest: typeof changed) => (manifest.annotations['dev.gosymbols.debug.digest'] = '../../x'),
    (manifest: typeof changed) => (manifest.annotations['dev.gosymbols.debug.size'] = '1e99'),
    (manifest: typeof changed) => (manifest.layers = []),
  ]) {
    const manifest = structuredClone(changed);
    change(manifest);
    const tag = parseTag(`build-id-${symbols.identities.gnu}`);
    await objects.putManifest({ mediaType, bytes: Buffer.from(JSON.stringify(manifest)), tag });
    await expect(store.find({ hex: symbols.identities.gnu ?? '' })).rejects.toMatchObject({
      code: 'SYMBOLS_NOT_READABLE',
    });
  }
});

test('a debug file that is not what the annotation says is not written', async () => {
  await using directory = await temporaryDirectory();
  const store = storeOver(new LayoutStore({ directory: join(directory.path, 'layout') }), directory.path);
  const symbols = await debugFile(directory.path);
  await store.put(symbols);
  const found = await store.find({ hex: symbols.identities.gnu ?? '' });
  if (found === undefined) throw new Error('not found');
  const out = join(directory.path, 'out');
  const lying = { ...found, debug: { ...found.debug, digest: `sha256:${'0'.repeat(64)}` as const } };
  await expect(store.get(lying, join(out, 'x.debug'))).rejects.toMatchObject({
    kind: 'malformed',
    code: 'LAYER_SHAPE',
  });
  expect(await readdir(out)).toEqual([]);
});

test('a registry that loses what it accepted is found out', async () => {
  await using directory = await temporaryDirectory();
  await using registry = await loopbackRegistry();
  const reference = parseStoreReference(`${registry.host}/acme/symbols`) as RegistryReference;
  const store = storeOver(new RegistryStore({ reference, settleMs: 1 }), directory.path);
  registry.fault = (request, response) => {
    if (request.method !== 'PUT' || !request.url?.includes('/manifests/')) return false;
    request.resume().on('end', () => response.writeHead(201).end());
    return true;
  };
  await expect(store.put(await debugFile(directory.path))).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'SYMBOLS_NOT_FOUND',
  });
});

test('publishers side by side: one artifact, one bundle that holds everything', async () => {
  await everyBackEnd(async (objects, directory) => {
    const facts = {
      platform: { os: 'linux', architecture: 'amd64' },
      toolVersion: '1.2.3',
      time: 0,
      source: { commit: 'abc' },
    };
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const receipts = await Promise.all(
      [...names, ...names].map(async (name) => {
        const store = storeOver(objects, directory);
        const symbols = await debugFile(directory, { name, size: 50_000 });
        await store.put(symbols);
        const found = await store.find({ hex: symbols.identities.gnu ?? '' });
        return putBundle(store, facts, found === undefined ? [] : [found]);
      }),
    );
    expect(new Set(receipts.map(({ tag }) => tag))).toEqual(new Set(['commit-abc-linux-amd64']));
    const bundle = await objects.getManifest(parseTag('commit-abc-linux-amd64'));
    const { layers, artifactType } = JSON.parse(Buffer.from(bundle?.bytes ?? []).toString());
    expect(artifactType).toBe('application/vnd.gosymbols.bundle.v1');
    expect(layers).toHaveLength(names.length);
  });
});

const poor = { level: 'D3*', functions: 10, symbols: 0 };
const good = { level: 'D3', functions: 10, symbols: 7 };

test.each([
  ['a better debug file of the same build replaces', poor, good, undefined],
  ['a poorer one is refused', good, poor, 'SYMBOLS_POORER'],
  ['an equally good one that differs is refused', good, good, 'SYMBOLS_DIFFER'],
  ['one of unknown worth is refused', good, undefined, 'SYMBOLS_DIFFER'],
] as const)('%s', async (_what, there, now, code) => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory);
    const first = { ...(await debugFile(directory)), quality: there };
    const second = { ...(await debugFile(directory, { seed: 'split again' })), quality: now };
    const { digest } = await store.put(first);
    const key = { hex: first.identities.gnu ?? '' };
    if (code === undefined) {
      expect(await store.put(second)).toMatchObject({ existed: false, debugDigest: second.debug.digest });
      expect(await store.find(key)).toMatchObject({ debug: second.debug, quality: now });
    } else {
      await expect(store.put(second)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(`${first.debug.digest}.*${second.debug.digest}`),
      });
      expect((await store.find(key))?.digest).toBe(digest);
    }
  });
});

test('another build under the same GNU ID is never compared by quality', async () => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory);
    const first = { ...(await debugFile(directory)), quality: poor };
    const other = await debugFile(directory, { seed: 'another program' });
    await store.put(first);
    const second = { ...other, quality: good, identities: { ...other.identities, go: 'd/e/f/g' } };
    await expect(store.put(second)).rejects.toMatchObject({
      code: 'SYMBOLS_DIFFER',
      message: expect.stringMatching('api/a/b/c.*d/e/f/g'),
    });
  });
});

test('ephemeral symbols: a tag of their own, kept longer when published again, not at all beside a release', async () => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory);
    const symbols = await debugFile(directory);
    const key = { hex: symbols.identities.gnu ?? '' };
    const until = (expires: number): typeof symbols & { ephemeral: { label: string; expires: number } } => ({
      ...symbols,
      ephemeral: { label: 'pr-212', expires },
    });
    const first = await store.put(until(2_000_000_000));
    expect(first).toMatchObject({ existed: false, tag: `ephemeral-build-id-${key.hex}` });
    expect(await store.find(key)).toBeUndefined();
    let sent = 0;
    const renewed = await store.put(until(2_100_000_000), (bytes) => (sent += bytes));
    expect({ sent, renewed }).toMatchObject({ sent: 0, renewed: { existed: false } });
    expect(await store.put(until(1_900_000_000))).toMatchObject({ existed: true, digest: renewed.digest });
    expect((await store.find(key, 'ephemeral'))?.ephemeral).toEqual({
      label: 'pr-212',
      expires: 2_100_000_000,
    });
    const release = await store.put(symbols);
    expect(release).toMatchObject({ existed: false, tag: `build-id-${key.hex}` });
    expect(await store.put(until(2_200_000_000))).toMatchObject({ existed: true, digest: release.digest });
  });
});

test('a second publisher with the executable adds its layer; a third without it loses nothing', async () => {
  await everyBackEnd(async (objects, directory) => {
    const store = storeOver(objects, directory);
    const symbols = await debugFile(directory);
    const program = await debugFile(directory, { name: 'program', size: 20_000 });
    const executable = { path: program.path, ...program.debug };
    await store.put(symbols);
    const both = await store.put({ ...symbols, executable });
    expect(both).toMatchObject({ existed: false });
    expect(await store.put(symbols)).toMatchObject({ existed: true, digest: both.digest });
    const found = await store.find({ hex: symbols.identities.gnu ?? '' });
    if (found === undefined) throw new Error('nothing is found');
    const target = join(directory, 'out/program');
    expect(await store.getExecutable(found, target)).toBe(true);
    expect((await readFile(target)).equals(await readFile(program.path))).toBe(true);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
  });
});
