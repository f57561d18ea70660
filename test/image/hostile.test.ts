import { appendFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { IMAGE_LIMITS } from '@gosymbols/image';
import { digestOfBytes, hexOf } from '@gosymbols/oci';
import { expect, test } from 'vitest';
import { type BuiltImage, type BuiltLayer, writeImage, writeIndex } from '../support/image-builder.ts';
import { scratch } from '../support/scratch.ts';
import { type BuiltEntry, openTar, pax, tar } from '../support/tar-builder.ts';
import { codeOf, reading } from './reading.ts';

const app: BuiltEntry = { name: 'app', content: 'x'.repeat(3000) };
const whole = tar(app);

function folders() {
  const folder = scratch();
  const temp = folder.at('temp');
  mkdirSync(temp);
  return { layout: folder.at('layout'), temp, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 20);
const one = (bytes: Buffer, more: Omit<BuiltLayer, 'bytes'> = {}): BuiltImage => ({
  layers: [{ bytes, ...more }],
});
const entries = (...list: readonly BuiltEntry[]): BuiltImage => ({ layers: [tar(...list)] });
const ofWhole = { diffId: digestOfBytes(whole) };
const layerType = 'application/vnd.oci.image.layer';

const images: readonly (readonly [what: string, image: BuiltImage, code: string])[] = [
  ['a gzip layer that is cut', one(cut(gzipSync(whole)), ofWhole), 'IMAGE_LAYER_DAMAGED'],
  ['a zstd layer that is cut', one(cut(zstdCompressSync(whole)), ofWhole), 'IMAGE_LAYER_DAMAGED'],
  ['gzip with damage inside', one(damaged(gzipSync(whole)), ofWhole), 'IMAGE_LAYER_DAMAGED'],
  ['a tar that ends within a file', one(openTar(app).subarray(0, 1024)), 'IMAGE_TAR'],
  ['a tar that ends within a header', one(whole.subarray(0, 300)), 'IMAGE_TAR'],
  ['no tar at all', one(Buffer.alloc(2048, 'not a tar ')), 'IMAGE_TAR'],
  ['a wrong header checksum', one(damaged(whole, 10)), 'IMAGE_TAR'],
  [
    'a single block of zeros between entries',
    one(Buffer.concat([openTar(app), Buffer.alloc(512), tar(app)])),
    'IMAGE_TAR',
  ],
  ['an unknown tar type', entries({ ...app, type: 'Z' }), 'IMAGE_TAR'],
  ['a size that is no number', entries({ ...app, size: 'many bytes' }), 'IMAGE_TAR'],
  ['a size below zero', entries({ ...app, size: '\xff'.repeat(12) }), 'IMAGE_TAR'],
  ['a size beyond all numbers', entries({ ...app, size: `\x80${'\xff'.repeat(11)}` }), 'IMAGE_TAR'],
  ['a pax size that is no number', entries(pax({ size: '10abc' }), app), 'IMAGE_TAR'],
  [
    'a pax record that is longer than its header',
    entries({ name: 'pax', type: 'x', content: '99 path=a\n' }, app),
    'IMAGE_TAR',
  ],
  [
    'a pax record without an end',
    entries({ name: 'pax', type: 'x', content: '10 path=ab' }, app),
    'IMAGE_TAR',
  ],
  ['a pax path with a NUL', entries(pax({ path: 'a\0b' }), app), 'IMAGE_TAR'],
  [
    'an extended header beyond the limit',
    entries({ name: 'pax', type: 'x', size: 2 ** 31 }, app),
    'IMAGE_LIMIT',
  ],
  [
    'a sparse map outside its file',
    entries(pax({ 'GNU.sparse.size': '10', 'GNU.sparse.map': '5,3000' }), app),
    'IMAGE_TAR',
  ],
  [
    'a sparse map that turns back',
    entries(pax({ 'GNU.sparse.size': '9000', 'GNU.sparse.map': '2000,1500,0,1500' }), app),
    'IMAGE_TAR',
  ],
  [
    'a sparse map that does not fit the content',
    entries(pax({ 'GNU.sparse.size': '9000', 'GNU.sparse.map': '0,10' }), app),
    'IMAGE_TAR',
  ],
  [
    'a sparse format of the future',
    entries(pax({ 'GNU.sparse.major': '2', 'GNU.sparse.minor': '0' }), app),
    'IMAGE_TAR',
  ],
  [
    'a sparse file of a petabyte',
    entries(pax({ 'GNU.sparse.size': String(2 ** 50), 'GNU.sparse.map': '0,3000' }), app),
    'IMAGE_LIMIT',
  ],
  ['a wrong diff_id', one(whole, { diffId: digestOfBytes('other') }), 'IMAGE_LAYER_DIGEST'],
  [
    'more layers than diff_ids',
    { layers: [whole, whole], config: { rootfs: { type: 'layers', diff_ids: [digestOfBytes(whole)] } } },
    'IMAGE_LAYERS_DIFFER',
  ],
  [
    'a layer that is a document',
    one(whole, { mediaType: 'application/vnd.in-toto+json' }),
    'IMAGE_LAYER_TYPE',
  ],
  ['an encrypted layer', one(whole, { mediaType: `${layerType}.v1.tar+gzip+encrypted` }), 'IMAGE_LAYER_TYPE'],
  [
    'a foreign layer that is elsewhere',
    one(whole, { mediaType: `${layerType}.nondistributable.v1.tar+gzip`, absent: true }),
    'IMAGE_LAYER_FOREIGN',
  ],
  ['a layer that is nowhere', one(whole, { absent: true }), 'BLOB_MISSING'],
  [
    'an artifact',
    {
      layers: [whole],
      manifest: {
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOfBytes('{}'), size: 2 },
      },
    },
    'IMAGE_MANIFEST_TYPE',
  ],
  [
    'a manifest that is an index too',
    { layers: [whole], manifest: { manifests: [] } },
    'IMAGE_MANIFEST_TYPE',
  ],
  [
    'a manifest of schema 1',
    { layers: [], manifest: { schemaVersion: 1, layers: undefined, config: undefined } },
    'IMAGE_MANIFEST_TYPE',
  ],
  ['a name above the root', entries({ ...app, name: '../../etc/passwd' }), 'IMAGE_PATH'],
  ['a name above the root in a pax header', entries(pax({ path: 'a/../../b' }), app), 'IMAGE_PATH'],
  [
    'a hard link out of the image',
    entries({ name: 'a', type: '1', link: '../../../etc/shadow' }),
    'IMAGE_PATH',
  ],
  ['a hard link to what is not there', entries({ name: 'a', type: '1', link: 'etc/shadow' }), 'IMAGE_PATH'],
  [
    'a hard link to a directory',
    entries({ name: 'd', type: '5' }, { name: 'a', type: '1', link: 'd' }),
    'IMAGE_PATH',
  ],
  [
    'links in a circle',
    entries(
      { name: 'a', type: '2', link: 'b' },
      { name: 'b', type: '2', link: 'a' },
      { ...app, name: 'a/x' },
    ),
    'IMAGE_PATH',
  ],
  ['a file below a file', entries(app, { ...app, name: 'app/x' }), 'IMAGE_PATH'],
  ['a root that is a file', entries({ ...app, name: './' }), 'IMAGE_PATH'],
  ['a whiteout of the parent', entries({ name: 'd/', type: '5' }, { name: 'd/.wh...' }), 'IMAGE_PATH'],
  ['a whiteout of nothing', entries({ name: '.wh.' }), 'IMAGE_PATH'],
  ['a name of 300 bytes', entries(pax({ path: 'n'.repeat(300) }), app), 'IMAGE_PATH'],
  ['a path of 5,000 bytes', entries(pax({ path: 'd/'.repeat(2500) }), app), 'IMAGE_LIMIT'],
  [
    'a link to a path of 5,000 bytes',
    entries(pax({ linkpath: 'd/'.repeat(2500) }), { name: 'a', type: '2' }),
    'IMAGE_PATH',
  ],
];

function damaged(bytes: Buffer, at: number = bytes.length >> 1): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

test.each(images)('%s', async (_what, image, code) => {
  using at = folders();
  await writeImage(at.layout, { tag: 'x', ...image });
  expect(await codeOf(`oci-layout:${at.layout}:x`, at.temp)).toBe(code);
});

test('directories deeper than any path, made through links', async () => {
  using at = folders();
  const deep = 'd/'.repeat(1500);
  const list: BuiltEntry[] = [
    pax({ path: deep }),
    { name: 'd', type: '5' },
    pax({ linkpath: deep }),
    { name: 's', type: '2' },
    pax({ path: `s/${deep}` }),
    { name: 'd', type: '5' },
  ];
  await writeImage(at.layout, { tag: 'x', ...entries(...list) });
  expect(await codeOf(`oci-layout:${at.layout}`, at.temp)).toBe('IMAGE_PATH');
});

test.each([
  [
    'bytes',
    { bytes: 64 * 1024 ** 2 },
    { layers: [gzipSync(tar({ name: 'zeros', content: Buffer.alloc(128 * 1024 ** 2) }))] },
  ],
  [
    'bytes',
    { bytes: 64 * 1024 ** 2 },
    { layers: [zstdCompressSync(tar({ name: 'zeros', content: Buffer.alloc(128 * 1024 ** 2) }))] },
  ],
  ['entries', { entries: 9 }, entries(...Array.from({ length: 10 }, (_, at) => ({ name: `f${at}` })))],
  ['layers', { layers: 1 }, { layers: [whole, tar({ name: 'other' })] }],
  ['path', { path: 3 }, entries({ name: 'four' })],
] as const)('more %s than allowed: the error names the limit', async (limit, limits, image) => {
  using at = folders();
  await writeImage(at.layout, { tag: 'x', ...image });
  const before = process.memoryUsage().rss;
  const failed = await reading(`oci-layout:${at.layout}`, at.temp, { limits }).catch((error) => error);
  expect(failed).toMatchObject({ code: 'IMAGE_LIMIT', kind: 'unsupported' });
  expect(failed.message).toContain(String(Object.values(limits)[0]));
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 ** 2);
  expect(Object.keys(IMAGE_LIMITS)).toContain(limit);
});

test('blobs that were changed, cut or lengthened in the layout', async () => {
  const changes: readonly (readonly [(path: string) => void, string])[] = [
    [(path) => writeFileSync(path, damaged(whole)), 'DIGEST_MISMATCH'],
    [(path) => truncateSync(path, whole.length - 512), 'SIZE_MISMATCH'],
    [(path) => appendFileSync(path, Buffer.alloc(512)), 'SIZE_MISMATCH'],
  ];
  for (const [change, code] of changes) {
    using at = folders();
    await writeImage(at.layout, { tag: 'x', layers: [whole] });
    change(join(at.layout, 'blobs/sha256', hexOf(digestOfBytes(whole))));
    const found = await codeOf(`oci-layout:${at.layout}`, at.temp);
    // A damaged header may be met before the end, where the digest is known.
    expect([code, 'IMAGE_TAR']).toContain(found);
    if (code === 'SIZE_MISMATCH') expect(found).toBe(code);
  }
});

test('indexes within indexes: two levels are read, ten are not; one that names itself cannot be', async () => {
  using at = folders();
  const image = await writeImage(at.layout, { layers: [whole] });
  let index: object = await writeIndex(at.layout, [image]);
  await writeIndex(at.layout, [index], 'two');
  for (let depth = 0; depth < 10; depth++) index = await writeIndex(at.layout, [index]);
  await writeIndex(at.layout, [index], 'ten');
  const itself = {
    mediaType: 'application/vnd.oci.image.index.v1+json',
    digest: digestOfBytes('itself'),
    size: 300,
  };
  const self = await writeIndex(at.layout, [itself], 'self');
  writeFileSync(
    join(at.layout, 'blobs/sha256', hexOf(itself.digest)),
    JSON.stringify({ schemaVersion: 2, manifests: [itself] }).padEnd(300),
  );
  expect(self.size).toBeGreaterThan(0);
  await using read = await reading(`oci-layout:${at.layout}:two`, at.temp);
  expect(read.facts).toMatchObject({ digest: image.digest, layers: [{ entries: 1 }] });
  await read[Symbol.asyncDispose]();
  expect(await codeOf(`oci-layout:${at.layout}:ten`, at.temp)).toBe('IMAGE_INDEX_DEPTH');
  expect(await codeOf(`oci-layout:${at.layout}:self`, at.temp)).toBe('DIGEST_MISMATCH');
});

test('a manifest of more than 4 MiB', async () => {
  using at = folders();
  const long = { annotations: { long: 'x'.repeat(5 * 1024 * 1024) } };
  await writeIndex(at.layout, [await writeImage(at.layout, { layers: [whole], manifest: long })], 'x');
  expect(await codeOf(`oci-layout:${at.layout}:x`, at.temp)).toBe('MANIFEST_TOO_LARGE');
});

test('an index of a thousand indexes is not followed', async () => {
  using at = folders();
  const image = await writeImage(at.layout, { layers: [whole] });
  const inner = await writeIndex(at.layout, [image]);
  await writeIndex(
    at.layout,
    Array.from({ length: 1000 }, () => inner),
    'x',
  );
  expect(await codeOf(`oci-layout:${at.layout}:x`, at.temp)).toBe('IMAGE_INDEX_DEPTH');
});

test('a layer of no bytes, and one of no entries', async () => {
  using at = folders();
  const empty = { bytes: Buffer.alloc(0), mediaType: `${layerType}.v1.tar` };
  await writeImage(at.layout, { tag: 'x', layers: [empty, tar(), gzipSync(Buffer.alloc(0))] });
  await using read = await reading(`oci-layout:${at.layout}`, at.temp);
  expect(read.facts.layers).toMatchObject([
    { wire: 0, size: 0, entries: 0, compression: 'none' },
    { wire: 1024, size: 1024, entries: 0 },
    { size: 0, entries: 0, compression: 'gzip' },
  ]);
});

test('a wrong media type is no reason to fail, and is said', async () => {
  using at = folders();
  await writeImage(at.layout, {
    tag: 'x',
    layers: [{ bytes: gzipSync(whole), mediaType: `${layerType}.v1.tar+zstd` }],
  });
  await using read = await reading(`oci-layout:${at.layout}`, at.temp);
  expect(read.facts.layers).toMatchObject([{ compression: 'gzip', entries: 1 }]);
  expect(read.facts.warnings).toEqual([expect.stringContaining('layer 0 is gzip, its media type says')]);
});

test('what stands behind the end of the archive is no file, for us as for runtimes', async () => {
  using at = folders();
  await writeImage(at.layout, {
    tag: 'x',
    layers: [tar(app), Buffer.concat([tar(), tar({ name: '.wh.app' })])],
  });
  await using read = await reading(`oci-layout:${at.layout}`, at.temp);
  expect(read.facts.layers.map((layer) => layer.entries)).toEqual([1, 0]);
  expect(read.facts.waste.bytes).toBe(0);
  expect(read.facts.warnings).toEqual([
    expect.stringContaining('layer 1 has bytes after the end of its tar'),
  ]);
});

test('reading stops when it is told to, and leaves nothing', async () => {
  using at = folders();
  await writeImage(at.layout, {
    tag: 'x',
    layers: [tar(app, { name: 'big', content: Buffer.alloc(8 * 1024 ** 2) })],
  });
  const abort = new AbortController();
  const failed = reading(`oci-layout:${at.layout}`, at.temp, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(failed).rejects.toMatchObject({ name: 'AbortError' });
  expect(readdirSync(at.temp)).toEqual([]);
});
