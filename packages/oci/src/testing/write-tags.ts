import { blobOfBytes } from '../blob-source.ts';
import { LayoutStore } from '../layout/layout-store.ts';
import { MEDIA_TYPE_IMAGE_MANIFEST } from '../media-types.ts';
import { parseTag } from '../tag.ts';

/** `node write-tags.ts DIRECTORY PREFIX COUNT`: puts manifests as one of several processes. */
const [directory = '', prefix = '', count = '0'] = process.argv.slice(2);
const store = new LayoutStore({ directory });
for (let index = 0; index < Number(count); index++) {
  const config = blobOfBytes(Buffer.from(`{"by":"${prefix}-${index}"}`));
  await store.putBlob(config);
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
    config: { mediaType: 'application/json', digest: config.digest, size: config.size },
    layers: [],
  };
  await store.putManifest({
    mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
    bytes: Buffer.from(JSON.stringify(manifest)),
    tag: parseTag(`${prefix}-${index}`),
  });
}
