import {
  type Descriptor,
  type OciPlatform,
  parseJson,
  readDescriptor,
  type StoredManifest,
} from '@gosymbols/oci';
import { ImageError } from './image-error.ts';
import { hostPlatform, matches, spellPlatform } from './platform.ts';
import type { ManifestSource } from './source/manifest-source.ts';

/** Indexes within indexes; builders make one level, converters two. */
export const MAX_INDEX_DEPTH = 4;
/** Indexes that one name may make us read. */
export const MAX_INDEX_READS = 64;

/** BuildKit keeps provenance beside images and marks it so. */
const ATTESTATION = 'vnd.docker.reference.type';

/**
 * The image manifest for a platform. Without `wanted` it is the host's, or the only one there is.
 * @throws ImageError `IMAGE_PLATFORM` listing what is there, `IMAGE_INDEX_DEPTH`, `IMAGE_MANIFEST_TYPE`
 */
export async function chooseManifest(
  source: ManifestSource,
  wanted: OciPlatform | undefined,
): Promise<{ readonly manifest: StoredManifest; readonly index?: StoredManifest }> {
  const root = await source.root();
  if (!isIndex(root, source.name)) return { manifest: root };
  const candidates = await imagesOf(source, root);
  const platform = wanted ?? hostPlatform();
  const [only] = candidates;
  const chosen = wanted === undefined && candidates.length === 1 ? only : newestVariant(candidates, platform);
  if (chosen === undefined) {
    const there = candidates.map((entry) => entry.platform);
    throw noPlatform(platform, there, source.name);
  }
  return { manifest: await source.manifest(chosen), index: root };
}

/** @throws ImageError `IMAGE_PLATFORM` */
export function assertPlatform(wanted: OciPlatform | undefined, found: OciPlatform, file: string): void {
  if (wanted !== undefined && !matches(wanted, found)) throw noPlatform(wanted, [found], file);
}

async function imagesOf(source: ManifestSource, root: StoredManifest): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  let level = [root];
  for (let depth = 1, reads = 0; level.length > 0; depth++) {
    const below: StoredManifest[] = [];
    for (const entry of level.flatMap((index) => entriesOf(index, source.name))) {
      if (entry.annotations?.[ATTESTATION] !== undefined) continue;
      if (!/image\.index|manifest\.list/.test(entry.mediaType)) found.push(entry);
      else if (depth === MAX_INDEX_DEPTH || ++reads > MAX_INDEX_READS) throw tooDeep(source.name);
      else below.push(await source.manifest(entry));
    }
    level = below;
  }
  return found;
}

/** `v7` before `v6`, as runtimes of an arm/v7 host choose. */
function newestVariant(entries: readonly Descriptor[], wanted: OciPlatform): Descriptor | undefined {
  return entries
    .filter(({ platform }) => platform !== undefined && matches(wanted, platform))
    .toSorted((a, b) => (b.platform?.variant ?? '').localeCompare(a.platform?.variant ?? ''))[0];
}

/**
 * By content, as the media type may come from a registry's header. A document that could be read as both is refused
 * (CVE-2021-41190).
 */
function isIndex({ bytes }: StoredManifest, file: string): boolean {
  const document = parseJson(bytes, file, 'manifest') as Record<string, unknown> | null;
  const isList = Array.isArray(document?.['manifests']);
  const isImage = Array.isArray(document?.['layers']) || document?.['config'] !== undefined;
  if (isList !== isImage) return isList;
  throw new ImageError(
    isList ? 'the manifest could be an image or an index' : 'the manifest is of an unknown kind',
    {
      kind: isList ? 'malformed' : 'unsupported',
      code: 'IMAGE_MANIFEST_TYPE',
      file,
      next: `Its media type is ${JSON.stringify(document?.['mediaType'] ?? '')}; an OCI or Docker (schema 2) image is needed.`,
    },
  );
}

function entriesOf(index: StoredManifest, file: string): readonly Descriptor[] {
  const document = parseJson(index.bytes, file, 'index') as { manifests?: unknown } | null;
  if (Array.isArray(document?.manifests))
    return document.manifests.map((value, at) => readDescriptor(value, `manifests[${at}]`, file));
  throw new ImageError(`the index ${index.digest} has no list \`manifests\``, {
    code: 'IMAGE_MANIFEST_TYPE',
    file,
  });
}

function noPlatform(
  wanted: OciPlatform,
  there: readonly (OciPlatform | undefined)[],
  file: string,
): ImageError {
  const names = there.map((found) => (found === undefined ? 'unknown' : spellPlatform(found)));
  return new ImageError(`the image is not there for ${spellPlatform(wanted)}`, {
    kind: 'request',
    code: 'IMAGE_PLATFORM',
    file,
    next: names.length === 0 ? 'The index is empty.' : `It is there for ${[...new Set(names)].join(', ')}.`,
  });
}

function tooDeep(file: string): ImageError {
  return new ImageError(
    `indexes lie within indexes more than ${MAX_INDEX_DEPTH} deep, or are more than ${MAX_INDEX_READS}`,
    {
      kind: 'unsupported',
      code: 'IMAGE_INDEX_DEPTH',
      file,
      next: 'Name the image by the digest of its manifest.',
    },
  );
}
