import type { Descriptor } from '../descriptor.ts';
import { ANNOTATION_REF_NAME, MEDIA_TYPE_IMAGE_INDEX } from '../media-types.ts';
import { OciError } from '../oci-error.ts';
import { parseJson, readDescriptor } from '../read-manifest.ts';
import { isTag, type Tag } from '../tag.ts';

/** `index.json`: kept as found, so that fields of other tools survive. */
export interface LayoutIndex {
  readonly document: Readonly<Record<string, unknown>>;
  readonly manifests: readonly Descriptor[];
}

/** 100,000 manifests take about 30 MB. */
export const MAX_INDEX_BYTES: number = 64 * 1024 * 1024;

export const EMPTY_INDEX: LayoutIndex = {
  document: { schemaVersion: 2, mediaType: MEDIA_TYPE_IMAGE_INDEX, manifests: [] },
  manifests: [],
};

/** @throws OciError `LAYOUT_INDEX_SHAPE` or `MANIFEST_SHAPE` */
export function readLayoutIndex(bytes: Uint8Array, file: string): LayoutIndex {
  const document = parseJson(bytes, file, 'index.json');
  const list = (document as { manifests?: unknown } | null)?.manifests;
  if (typeof document !== 'object' || document === null || !Array.isArray(list)) {
    throw new OciError('has no list `manifests`', {
      kind: 'malformed',
      code: 'LAYOUT_INDEX_SHAPE',
      file,
      next: 'It is not the index.json of an OCI image layout.',
    });
  }
  return {
    document: document as Record<string, unknown>,
    manifests: list.map((value, index) => readDescriptor(value, `manifests[${index}]`, file)),
  };
}

export function tagOf(descriptor: Descriptor): Tag | undefined {
  const name = descriptor.annotations?.[ANNOTATION_REF_NAME];
  return name !== undefined && isTag(name) ? name : undefined;
}

/** @throws OciError `TAG_AMBIGUOUS` when two different manifests carry the tag */
export function findTag(index: LayoutIndex, tag: Tag, file: string): Descriptor | undefined {
  const found = index.manifests.filter((descriptor) => tagOf(descriptor) === tag);
  const [first] = found;
  if (found.some((descriptor) => descriptor.digest !== first?.digest)) {
    throw new OciError(`tag ${tag} stands for ${found.map(({ digest }) => digest).join(' and ')}`, {
      kind: 'malformed',
      code: 'TAG_AMBIGUOUS',
      file,
      next: 'Remove the wrong entry from index.json.',
    });
  }
  return first;
}

/**
 * The index with `descriptor` under `tag`; the tag is taken from any other manifest, which stays, untagged. Undefined
 * when it says so already.
 */
export function withManifest(
  index: LayoutIndex,
  descriptor: Descriptor,
  tag: Tag | undefined,
): LayoutIndex | undefined {
  const known = index.manifests.filter(({ digest }) => digest === descriptor.digest);
  if (tag === undefined ? known.length > 0 : known.some((entry) => tagOf(entry) === tag)) {
    if (tag === undefined || index.manifests.filter((entry) => tagOf(entry) === tag).length === 1)
      return undefined;
  }
  const kept = (index.document['manifests'] as Record<string, unknown>[]).flatMap((raw, position) => {
    const entry = index.manifests[position];
    if (entry === undefined || tag === undefined) return [raw];
    if (entry.digest === descriptor.digest && tagOf(entry) === undefined) return [];
    return tagOf(entry) === tag ? [untagged(raw)] : [raw];
  });
  const entry =
    tag === undefined ? descriptor : { ...descriptor, annotations: { [ANNOTATION_REF_NAME]: tag } };
  const manifests = [...kept, entry] as unknown as Descriptor[];
  return { document: { ...index.document, manifests }, manifests };
}

function untagged(raw: Record<string, unknown>): Record<string, unknown> {
  const { annotations, ...rest } = raw;
  const { [ANNOTATION_REF_NAME]: _tag, ...others } = annotations as Record<string, string>;
  return Object.keys(others).length === 0 ? rest : { ...rest, annotations: others };
}

/** The index without some entries; undefined when there are none of them. */
export function without(
  index: LayoutIndex,
  unwanted: (descriptor: Descriptor) => boolean,
): { readonly index: LayoutIndex; readonly removed: readonly Descriptor[] } | undefined {
  const removed = index.manifests.filter(unwanted);
  if (removed.length === 0) return undefined;
  const kept = index.manifests.map((descriptor) => !unwanted(descriptor));
  const documents = (index.document['manifests'] as unknown[]).filter((_, position) => kept[position]);
  return {
    removed,
    index: {
      document: { ...index.document, manifests: documents },
      manifests: index.manifests.filter((_, position) => kept[position]),
    },
  };
}
