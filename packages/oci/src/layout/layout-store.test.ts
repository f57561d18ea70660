import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BlobSource, blobOfBytes } from '../blob-source.ts';
import { hexOf } from '../digest.ts';
import { MEDIA_TYPE_IMAGE_MANIFEST } from '../media-types.ts';
import { readWhole } from '../read-whole.ts';
import { parseTag } from '../tag.ts';
import { collected } from '../testing/collected.ts';
import {
  proveContract,
  proveMount,
  proveReferrers,
  storedManifest,
} from '../testing/object-store-contract.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { LayoutStore } from './layout-store.ts';

const tag = parseTag('build-id-00ff');
const mediaType = MEDIA_TYPE_IMAGE_MANIFEST;

test('is an object store', async () => {
  await using directory = await temporaryDirectory();
  await proveContract(new LayoutStore({ directory: join(directory.path, 'new/store') }));
  await proveReferrers(new LayoutStore({ directory: join(directory.path, 'referrers') }));
  await proveMount(
    new LayoutStore({ directory: join(directory.path, 'from') }),
    new LayoutStore({ directory: join(directory.path, 'to') }),
  );
});

test('writes what the image-spec asks for, and leaves nothing of its own behind', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: directory.path });
  const bytes = await storedManifest(store, 'one');
  const platform = { os: 'linux', architecture: 'amd64' };
  const digest = await store.putManifest({ mediaType, bytes, tag, platform });
  expect(JSON.parse(await readFile(join(directory.path, 'oci-layout'), 'utf8'))).toEqual({
    imageLayoutVersion: '1.0.0',
  });
  expect(JSON.parse(await readFile(join(directory.path, 'index.json'), 'utf8'))).toEqual({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        mediaType,
        digest,
        size: bytes.length,
        platform,
        annotations: { 'org.opencontainers.image.ref.name': tag },
      },
    ],
  });
  expect(await readdir(join(directory.path, '.gosymbols/drafts'))).toEqual([]);
  expect(await readdir(join(directory.path, '.gosymbols/flags'))).toEqual([]);
});

test('a tag moves, the manifest it stood for stays; what other tools wrote stays too', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: directory.path });
  const one = await store.putManifest({ mediaType, bytes: await storedManifest(store, 'one'), tag });
  const path = join(directory.path, 'index.json');
  const index = JSON.parse(await readFile(path, 'utf8'));
  index.annotations = { mine: 'yes' };
  index.manifests[0].annotations.extra = 'kept';
  await writeFile(path, JSON.stringify(index));
  const two = await store.putManifest({ mediaType, bytes: await storedManifest(store, 'two'), tag });
  const after = JSON.parse(await readFile(path, 'utf8'));
  expect(after.annotations).toEqual({ mine: 'yes' });
  expect(after.manifests).toMatchObject([{ digest: one, annotations: { extra: 'kept' } }, { digest: two }]);
  expect(after.manifests[0].annotations).not.toHaveProperty('org.opencontainers.image.ref.name');
  expect((await store.resolveTag(tag))?.digest).toBe(two);
});

test('one manifest under two tags, and put twice under one', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: directory.path });
  const bytes = await storedManifest(store, 'one');
  for (const name of ['a', 'b', 'a']) await store.putManifest({ mediaType, bytes, tag: parseTag(name) });
  expect(await collected(store.listTags())).toEqual(['a', 'b']);
});

test('parallel writers in one process lose nothing', async () => {
  await using directory = await temporaryDirectory();
  const names = Array.from({ length: 24 }, (_, index) => `tag-${index}`);
  await Promise.all(
    names.map(async (name) => {
      const store = new LayoutStore({ directory: directory.path });
      await store.putManifest({ mediaType, bytes: await storedManifest(store, name), tag: parseTag(name) });
    }),
  );
  const found = await collected(new LayoutStore({ directory: directory.path }).listTags());
  expect(found.sort()).toEqual(names.sort());
});

test('a store that is not there says what to do', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: join(directory.path, 'none') });
  await expect(store.assertReadable()).rejects.toMatchObject({ kind: 'request', code: 'STORE_MISSING' });
  expect(await readdir(directory.path)).toEqual([]);
});

test('a directory of something else is left as it is', async () => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'main.go'), 'package main');
  const store = new LayoutStore({ directory: directory.path });
  const error = { kind: 'request', code: 'STORE_NOT_A_LAYOUT', message: expect.stringContaining('main.go') };
  await expect(store.assertReadable()).rejects.toMatchObject(error);
  await expect(store.putBlob(blobOfBytes(Buffer.from('x')))).rejects.toMatchObject(error);
  await expect(store.resolveTag(tag)).rejects.toMatchObject(error);
  expect(await readdir(directory.path)).toEqual(['main.go']);
});

test('a file is not a layout', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'file');
  await writeFile(file, '');
  for (const path of [file, join(file, 'below')]) {
    const store = new LayoutStore({ directory: path });
    await expect(store.putBlob(blobOfBytes(Buffer.from('x')))).rejects.toMatchObject({
      code: 'STORE_NOT_A_LAYOUT',
    });
  }
});

test.each(['{', '{}', '{"imageLayoutVersion": "2.0.0"}', 'null'])(
  'oci-layout %j is refused',
  async (text) => {
    await using directory = await temporaryDirectory();
    await writeFile(join(directory.path, 'oci-layout'), text);
    const store = new LayoutStore({ directory: directory.path });
    await expect(store.assertReadable()).rejects.toMatchObject({ code: 'STORE_NOT_A_LAYOUT' });
  },
);

const D = `sha256:${'0'.repeat(64)}`;
const named = (digest: string): object => ({
  mediaType,
  digest,
  size: 1,
  annotations: { 'org.opencontainers.image.ref.name': tag },
});
test.each([
  ['not JSON', '{', 'MANIFEST_SHAPE'],
  ['no list', '{}', 'LAYOUT_INDEX_SHAPE'],
  [
    'an escaping digest',
    JSON.stringify({ manifests: [named('sha256:../../../etc/passwd')] }),
    'DIGEST_FORMAT',
  ],
  ['another algorithm', JSON.stringify({ manifests: [named(`sha512:${'0'.repeat(128)}`)] }), 'DIGEST_FORMAT'],
  ['a lying size', JSON.stringify({ manifests: [{ ...named(D), size: -1 }] }), 'MANIFEST_SHAPE'],
  [
    'two manifests of one tag',
    JSON.stringify({ manifests: [named(D), named(D.replace('00', '11'))] }),
    'TAG_AMBIGUOUS',
  ],
])('index.json with %s is refused', async (_what, text, code) => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'oci-layout'), '{"imageLayoutVersion": "1.0.0"}');
  await writeFile(join(directory.path, 'index.json'), text);
  const store = new LayoutStore({ directory: directory.path });
  await expect(store.resolveTag(tag)).rejects.toMatchObject({ kind: 'malformed', code });
});

test('damaged blobs are told from whole ones', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: directory.path });
  const blob = blobOfBytes(Buffer.from('some content'));
  await store.putBlob(blob);
  const path = join(directory.path, 'blobs/sha256', hexOf(blob.digest));
  await writeFile(path, 'more content');
  await expect(store.proveBlob(blob)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  await expect(readWhole(await store.getBlob(blob), 100, 'x')).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
  });
  await truncate(path, 3);
  await expect(store.proveBlob(blob)).rejects.toMatchObject({ code: 'SIZE_MISMATCH' });
  expect(await store.hasBlob(blob)).toBe(false);
  // A blob of the wrong size is written again.
  expect(await store.putBlob(blob)).toBe(true);
  await store.proveBlob(blob);
});

test('content that is not what it claims is never stored', async () => {
  await using directory = await temporaryDirectory();
  const store = new LayoutStore({ directory: directory.path });
  const honest = blobOfBytes(Buffer.from('abc'));
  const lies: BlobSource = { ...honest, open: () => blobOfBytes(Buffer.from('abd')).open() };
  await expect(store.putBlob(lies)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  expect(await readdir(join(directory.path, 'blobs/sha256'))).toEqual([]);
  expect(await readdir(join(directory.path, '.gosymbols/drafts'))).toEqual([]);
});

test('links cannot lead a write out of the layout, nor a read', async () => {
  await using directory = await temporaryDirectory();
  const root = join(directory.path, 'layout');
  const outside = join(directory.path, 'outside');
  await mkdir(join(root, 'blobs'), { recursive: true });
  await mkdir(outside);
  await symlink(outside, join(root, 'blobs/sha256'));
  const blob = blobOfBytes(Buffer.from('abc'));
  await expect(new LayoutStore({ directory: root }).putBlob(blob)).rejects.toMatchObject({
    code: 'LAYOUT_ESCAPES',
  });
  expect(await readdir(outside)).toEqual([]);

  const other = join(directory.path, 'other');
  const store = new LayoutStore({ directory: other });
  await store.putBlob(blobOfBytes(Buffer.from('x')));
  await writeFile(join(outside, 'abc'), 'abc');
  await symlink(join(outside, 'abc'), join(other, 'blobs/sha256', hexOf(blob.digest)));
  await expect(store.getBlob(blob)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
});

test.runIf(process.platform === 'linux')('a file system that takes no directories is said', async () => {
  const store = new LayoutStore({ directory: '/proc/gosymbols/store' });
  await expect(store.putBlob(blobOfBytes(Buffer.from('x')))).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'STORE_READ_ONLY',
  });
});
