import { type BlobId, hexOf, MAX_INDEX_BYTES, readLayoutIndex } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import type { StoredImage } from '../stored-image.ts';
import type { ArchiveFile } from './archive-file.ts';
import { checkedMember } from './checked-member.ts';
import { dockerImage } from './docker-archive.ts';
import { sourceOfLayout } from './layout-source.ts';
import type { ManifestSource } from './manifest-source.ts';

/** A layout in a tar is a source of manifests; an old `docker save` archive is an image without a manifest. */
export type OpenedArchive =
  | { readonly kind: 'layout'; readonly source: ManifestSource }
  | { readonly kind: 'docker'; readonly image: StoredImage };

/** Docker 25 and newer write both forms into one archive: the layout has the digests. @throws ImageError `IMAGE_ARCHIVE_KIND` */
export async function openArchive(
  archive: ArchiveFile,
  object: string | undefined,
  name: string,
): Promise<OpenedArchive> {
  if (archive.has('oci-layout') && archive.has('index.json')) {
    const bytes = await archive.whole('index.json', MAX_INDEX_BYTES);
    const index = readLayoutIndex(bytes, `${archive.path}: index.json`);
    const blob = async (id: BlobId) => checkedMember(archive, `blobs/sha256/${hexOf(id.digest)}`, id);
    return { kind: 'layout', source: sourceOfLayout({ name, index, object, blob }) };
  }
  if (archive.has('manifest.json'))
    return { kind: 'docker', image: await dockerImage(archive, object, name) };
  throw new ImageError('the archive is neither an OCI image layout nor made by `docker save`', {
    kind: 'request',
    code: 'IMAGE_ARCHIVE_KIND',
    file: archive.path,
    next: 'It has no `index.json` and no `manifest.json`. `docker export` writes a file system, no image: use `docker save`.',
  });
}
