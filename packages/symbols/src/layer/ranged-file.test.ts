import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ObjectStore, parseStoreReference, type RegistryReference, RegistryStore } from '@gosymbols/oci';
import { type LoopbackRegistry, loopbackRegistry } from '@gosymbols/oci/testing/registry-server';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { expect, test } from 'vitest';
import { buildIdPath } from '../artifact/symbol-key.ts';
import { SymbolStore } from '../store/symbol-store.ts';
import { debugFile } from '../testing/debug-file.ts';
import { RangedFile } from './ranged-file.ts';

async function published(
  body: (of: {
    objects: ObjectStore;
    registry: LoopbackRegistry;
    open: () => Promise<RangedFile | undefined>;
    content: Buffer;
    layerBytes: number;
    layer: string;
  }) => Promise<void>,
  compression: 'zstd' | 'gzip' = 'zstd',
): Promise<void> {
  await using directory = await temporaryDirectory();
  await using registry = await loopbackRegistry();
  const reference = parseStoreReference(`${registry.host}/acme/symbols`) as RegistryReference;
  const objects = new RegistryStore({ reference, settleMs: 5 });
  const store = new SymbolStore({
    objects,
    toolVersion: '1',
    tempDir: () => directory.path,
    time: 0,
    compression,
  });
  const symbols = await debugFile(directory.path, { size: 9_000_000 });
  await store.put(symbols);
  const found = await store.find({ hex: symbols.identities.gnu ?? '' });
  if (found === undefined) throw new Error('nothing is found');
  await body({
    objects,
    registry,
    open: () =>
      RangedFile.open(objects, found.layer, { path: buildIdPath(found.key), size: found.debug.size }),
    content: await readFile(join(symbols.path)),
    layerBytes: found.layer.size,
    layer: found.layer.digest,
  });
}

test('any range is what the file has there, and little more is fetched', async () => {
  await published(async ({ open, content, registry, layerBytes, layer }) => {
    let fetched = 0;
    registry.fault = (request) => {
      const [, first, last] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      if (request.url?.includes(layer))
        fetched += first === undefined ? layerBytes : Number(last) - Number(first) + 1;
      return false;
    };
    const file = await open();
    for (const [offset, length] of [
      [0, 64],
      [8_999_990, 10],
      [1_048_000, 2_000],
      [4_000_000, 1],
      [5, 0],
    ] as const) {
      expect((await file?.read(offset, length))?.equals(content.subarray(offset, offset + length))).toBe(
        true,
      );
    }
    expect(fetched).toBeLessThan(layerBytes * 0.8);
    expect((await file?.read(0, content.length))?.equals(content)).toBe(true);
    await expect(file?.read(8_999_999, 2)).rejects.toMatchObject({ code: 'LAYER_SHAPE' });
  });
});

test('a registry that ignores ranges, and a gzip layer, are said to be unreadable in parts', async () => {
  await published(async ({ open, registry }) => {
    registry.fault = (request) => {
      delete request.headers.range;
      return false;
    };
    expect(await open()).toBeUndefined();
  });
  await published(async ({ open }) => expect(await open()).toBeUndefined(), 'gzip');
});

test.each([
  ['a frame', 10],
  ['the index', -3],
] as const)('a registry that changes %s is found out', async (_what, at) => {
  await published(async ({ open, registry, layer }) => {
    const bytes = registry.blobs.get(layer);
    if (bytes === undefined) throw new Error('no layer');
    const place = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    await expect(open().then((file) => file?.read(0, 64))).rejects.toMatchObject({ code: 'LAYER_SHAPE' });
  });
});
