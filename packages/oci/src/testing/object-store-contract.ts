import { expect } from 'vitest';
import { blobOfBytes } from '../blob-source.ts';
import {
  MEDIA_TYPE_IMAGE_CONFIG,
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_MANIFEST,
} from '../media-types.ts';
import type { ObjectStore } from '../object-store.ts';
import { readWhole } from '../read-whole.ts';
import { parseTag } from '../tag.ts';
import { collected } from './collected.ts';

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
