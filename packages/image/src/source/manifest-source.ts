import type { Readable } from 'node:stream';
import type { BlobId, Descriptor, StoredManifest } from '@gosymbols/oci';

/** Something that holds manifests and blobs by digest; every content is compared with its digest. */
export interface ManifestSource {
  /** As the user named it. */
  readonly name: string;
  /** What the name stands for: an image manifest or an index. */
  root(): Promise<StoredManifest>;
  manifest(descriptor: Descriptor): Promise<StoredManifest>;
  blob(blob: BlobId): Promise<Readable>;
}
