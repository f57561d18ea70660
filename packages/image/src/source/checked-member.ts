import { pipeline, type Readable } from 'node:stream';
import { type BlobId, verifyContent } from '@gosymbols/oci';
import type { ArchiveFile } from './archive-file.ts';

/** A member of an archive that must have the digest and the size. @throws ImageError `IMAGE_ARCHIVE_MISSING` */
export function checkedMember(archive: ArchiveFile, member: string, id: BlobId): Readable {
  return pipeline(archive.stream(member), verifyContent(id, `${archive.path}: ${member}`), () => undefined);
}
