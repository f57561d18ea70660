import type { Digest, ObjectStore, StoredManifest, Tag } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import type { ManifestSource } from './manifest-source.ts';

export function registrySource(store: ObjectStore, object: Digest | Tag, name: string): ManifestSource {
  const manifestOf = async (wanted: Digest | Tag): Promise<StoredManifest> => {
    const found = await store.getManifest(wanted);
    if (found !== undefined) return found;
    throw new ImageError(`there is no image \`${wanted}\``, {
      kind: 'request',
      code: 'IMAGE_NOT_FOUND',
      file: store.name,
      next: 'Check the tag, and that the image was pushed before this step.',
    });
  };
  return {
    name,
    root: () => manifestOf(object),
    manifest: ({ digest }) => manifestOf(digest),
    blob: (blob) => store.getBlob(blob),
  };
}
