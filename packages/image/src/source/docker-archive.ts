import { type Digest, digestOfBytes, isDigest, MAX_MANIFEST_BYTES } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import { MAX_CONFIG_BYTES, readConfigFacts } from '../read-config.ts';
import type { StoredImage, StoredLayer } from '../stored-image.ts';
import type { ArchiveFile } from './archive-file.ts';
import { checkedMember } from './checked-member.ts';
import { readSaved, type SavedImage } from './saved-images.ts';

const MAX_LISTED = 20;

/** One image of a `docker save` archive that is no layout. */
export async function dockerImage(
  archive: ArchiveFile,
  object: string | undefined,
  name: string,
): Promise<StoredImage> {
  const manifest = await archive.whole('manifest.json', MAX_MANIFEST_BYTES);
  const saved = choose(readSaved(manifest, `${archive.path}: manifest.json`), object, archive.path);
  const file = `${archive.path}: ${saved.config}`;
  const bytes = await archive.whole(saved.config, MAX_CONFIG_BYTES);
  const promised = digestIn(saved.config);
  const found = digestOfBytes(bytes);
  if (promised !== undefined && promised !== found)
    throw new ImageError(`the image config has digest ${found}, its name says ${promised}`, {
      code: 'IMAGE_ARCHIVE_SHAPE',
      file,
      next: 'The archive is damaged: save it again.',
    });
  const config = readConfigFacts(bytes, file);
  return {
    name,
    platform: config.platform,
    config,
    layers: saved.layers.map((member) => layerOf(archive, member)),
  };
}

function layerOf(archive: ArchiveFile, member: string): StoredLayer {
  const size = archive.sizeOf(member);
  const digest = digestIn(member);
  return {
    ...(digest === undefined ? {} : { digest }),
    size,
    open: async () =>
      digest === undefined ? archive.stream(member) : checkedMember(archive, member, { digest, size }),
  };
}

/** Docker names blobs `blobs/sha256/HEX` and configs `HEX.json`, crane names them `sha256:HEX` and `HEX.tar.gz`. */
function digestIn(member: string): Digest | undefined {
  const hex = /^(?:blobs\/sha256\/|sha256:)?([0-9a-f]{64})(?:\.json|\.tar\.gz)?$/.exec(member)?.[1];
  const digest = `sha256:${hex}`;
  return isDigest(digest) ? digest : undefined;
}

function choose(images: readonly SavedImage[], object: string | undefined, file: string): SavedImage {
  const isNamed = (tag: string): boolean =>
    tag === object || tag.endsWith(`:${object}`) || tag.endsWith(`/${object}`);
  const found = images.filter(({ tags }) => object === undefined || tags.some(isNamed));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const named = object === undefined ? '' : ` \`${object}\``;
  const there = images.map(({ tags, config }) => tags[0] ?? config).slice(0, MAX_LISTED);
  throw new ImageError(
    `the archive holds ${found.length || 'no'} image${first === undefined ? '' : 's'}${named}`,
    {
      kind: 'request',
      code: 'IMAGE_NOT_FOUND',
      file,
      next:
        there.length === 0
          ? 'Save an image into it.'
          : `Name one of those that are there: ${there.join(', ')}.`,
    },
  );
}
