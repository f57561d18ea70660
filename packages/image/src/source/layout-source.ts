import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ANNOTATION_REF_NAME,
  type Descriptor,
  type LayoutIndex,
  LayoutStore,
  MAX_INDEX_BYTES,
  MAX_MANIFEST_BYTES,
  readLayoutIndex,
  readWhole,
  type StoredManifest,
} from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import type { ManifestSource } from './manifest-source.ts';

/** Docker and containerd keep the whole name beside the tag. */
const CONTAINERD_NAME = 'io.containerd.image.name';
const MAX_LISTED = 20;

/** An image layout directory; children of an index are blobs like any other. */
export async function layoutSource(
  directory: string,
  object: string | undefined,
  name: string,
): Promise<ManifestSource> {
  const store = new LayoutStore({ directory, name });
  await store.assertReadable();
  const path = join(directory, 'index.json');
  const file = await open(path, 'r');
  const index = readLayoutIndex(await readWhole(file.createReadStream(), MAX_INDEX_BYTES, path), path);
  return sourceOfLayout({ name, index, object, blob: (blob) => store.getBlob(blob) });
}

export function sourceOfLayout(
  layout: Pick<ManifestSource, 'name' | 'blob'> & {
    readonly index: LayoutIndex;
    readonly object: string | undefined;
  },
): ManifestSource {
  const { name, index, object, blob } = layout;
  const manifest = async (descriptor: Descriptor): Promise<StoredManifest> => ({
    mediaType: descriptor.mediaType,
    digest: descriptor.digest,
    bytes: await readWhole(await blob(descriptor), MAX_MANIFEST_BYTES, name),
  });
  return { name, blob, manifest, root: async () => await manifest(entryOf(index, object, name)) };
}

/** The entry of `index.json`: the one of that name, tag or digest, or the only one. */
function entryOf(index: LayoutIndex, object: string | undefined, file: string): Descriptor {
  const found = index.manifests.filter((entry) => object === undefined || namesOf(entry).includes(object));
  const [first] = found;
  if (first !== undefined && found.every(({ digest }) => digest === first.digest)) return first;
  const named = object === undefined ? '' : ` \`${object}\``;
  const there = [...new Set(index.manifests.flatMap((entry) => namesOf(entry).slice(0, 1)))];
  throw new ImageError(
    `the layout holds ${found.length || 'no'} image${first === undefined ? '' : 's'}${named}`,
    {
      kind: 'request',
      code: 'IMAGE_NOT_FOUND',
      file,
      next:
        there.length === 0
          ? 'Write an image into it first.'
          : `Name one of those that are there: ${there.slice(0, MAX_LISTED).join(', ')}.`,
    },
  );
}

function namesOf({ annotations = {}, digest }: Descriptor): readonly string[] {
  return [annotations[ANNOTATION_REF_NAME], annotations[CONTAINERD_NAME], digest].filter(
    (name) => name !== undefined,
  );
}
