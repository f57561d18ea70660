import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { blobOfBytes } from '../blob-source.ts';
import { digestOfBytes } from '../digest.ts';
import {
  MEDIA_TYPE_IMAGE_CONFIG,
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_MANIFEST,
} from '../media-types.ts';
import type { ObjectStore } from '../object-store.ts';
import { readWhole } from '../read-whole.ts';
import { parseTag } from '../tag.ts';
import { collected } from './collected.ts';
import { growingBlob } from './growing-blob.ts';

/** A small manifest whose blobs are in the store. */
export async function storedManifest(store: ObjectStore, text: string): Promise<Uint8Array> {
  const layer = blobOfBytes(Buffer.from(`layer ${text}`));
  const config = blobOfBytes(Buffer.from('{}'));
  await store.putBlob(layer);
  await store.putBlob(config);
  const descriptor = (mediaType: string, { digest, size }: typeof layer): object => ({
    mediaType,
    digest,
    size,
  });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
      config: descriptor(MEDIA_TYPE_IMAGE_CONFIG, config),
      layers: [descriptor(MEDIA_TYPE_IMAGE_LAYER, layer)],
    }),
  );
}

/** What every object store does alike. */
export async function proveContract(store: ObjectStore): Promise<void> {
  const tag = parseTag('build-id-00ff');
  const blob = blobOfBytes(Buffer.from('content'));
  expect(await store.hasBlob(blob)).toBe(false);
  expect(await store.resolveTag(tag)).toBeUndefined();
  expect(await store.getManifest(tag)).toBeUndefined();

  let counted = 0;
  expect(await store.putBlob(blob, (bytes) => (counted += bytes))).toBe(true);
  expect(await store.putBlob(blob)).toBe(false);
  expect(counted).toBe(blob.size);
  expect(await store.hasBlob(blob)).toBe(true);
  await store.proveBlob(blob);
  expect((await readWhole(await store.getBlob(blob), 100, 'x')).toString()).toBe('content');

  await using growing = await growingBlob(randomBytes(700_000));
  counted = 0;
  expect(await store.streamBlob(growing.blob, (bytes) => (counted += bytes))).toBe(true);
  const grown = await growing.blob.whole;
  expect(counted).toBe(grown.size);
  expect(digestOfBytes(await readWhole(await store.getBlob(grown), grown.size, 'x'))).toBe(grown.digest);

  const bytes = await storedManifest(store, 'one');
  const digest = await store.putManifest({ mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes, tag });
  expect(await store.resolveTag(tag)).toMatchObject({
    digest,
    size: bytes.length,
    mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
  });
  for (const object of [tag, digest] as const) {
    const found = await store.getManifest(object);
    expect(found?.digest).toBe(digest);
    expect(Buffer.from(found?.bytes ?? []).equals(bytes)).toBe(true);
  }

  const second = { mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes: await storedManifest(store, 'two'), tag };
  expect(await store.swapManifest(second, undefined)).toBe(false);
  expect((await store.resolveTag(tag))?.digest).toBe(digest);
  expect(await store.swapManifest(second, digest)).toBe(true);
  expect((await store.resolveTag(tag))?.digest).not.toBe(digest);
  expect((await store.getManifest(digest))?.digest).toBe(digest);
  expect(await collected(store.listTags())).toEqual([tag]);

  expect((await store.getBlobRange(blob, 2, 3))?.toString()).toBe('nte');
  expect(await store.deleteTag(parseTag('other'))).toBe(false);
  expect(await store.deleteTag(tag)).toBe(true);
  expect(await store.resolveTag(tag)).toBeUndefined();
  expect((await store.getManifest(digest))?.digest).toBe(digest);
  expect(await collected(store.listTags())).toEqual([]);
}

/** What every object store does alike with manifests that name a subject. */
export async function proveReferrers(store: ObjectStore): Promise<void> {
  const image = await storedManifest(store, 'image');
  const digest = await store.putManifest({ mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes: image });
  expect(await store.referrers(digest)).toEqual([]);
  const subject = { mediaType: MEDIA_TYPE_IMAGE_MANIFEST, digest, size: image.length };
  const put = async (text: string, artifactType: string): Promise<string> => {
    const base = JSON.parse(Buffer.from(await storedManifest(store, text)).toString());
    // go-containerregistry lists the media type of the config, whatever artifactType says.
    base.config.mediaType = artifactType;
    const bytes = Buffer.from(JSON.stringify({ ...base, artifactType, subject }));
    const tag = parseTag(`referrer-${text}`);
    return (await store.putReferrer({ mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes, tag })).digest;
  };
  const types = ['application/one', 'application/two'] as const;
  const digests = await Promise.all(
    Array.from({ length: 6 }, (_, index) => put(`r${index}`, types[index % 2] ?? types[0])),
  );
  expect((await store.referrers(digest)).map((found) => found.digest).sort()).toEqual(digests.sort());
  const twos = await store.referrers(digest, types[1]);
  expect(twos.map((found) => found.artifactType)).toEqual(Array(3).fill(types[1]));
  const [first] = twos;
  expect(first?.size).toBe((await store.getManifest(first?.digest ?? digest))?.bytes.length);
  // What is listed already is not listed twice.
  await put('r0', types[0]);
  expect(await store.referrers(digest)).toHaveLength(6);
  await expect(
    store.putReferrer({ mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes: image }),
  ).rejects.toMatchObject({ code: 'SUBJECT_MISSING' });

  expect(await store.deleteManifest(digest)).toBe(true);
  expect(await store.deleteManifest(digest)).toBe(false);
  expect(await store.getManifest(digest)).toBeUndefined();
}

/** Two stores of one kind, at one place: blobs go from one to the other without being sent. */
export async function proveMount(from: ObjectStore, to: ObjectStore): Promise<void> {
  const blob = blobOfBytes(Buffer.from(`mounted ${Math.random()}`));
  expect(await to.mountBlob(blob, from)).toBe(false);
  await from.putBlob(blob);
  expect(await to.mountBlob(blob, from)).toBe(true);
  await to.proveBlob(blob);
}
