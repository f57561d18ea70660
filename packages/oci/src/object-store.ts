import type { Readable } from 'node:stream';
import type { BlobSource, GrowingBlob } from './blob-source.ts';
import type { Descriptor, OciPlatform } from './descriptor.ts';
import type { Digest } from './digest.ts';
import type { Tag } from './tag.ts';

/** What identifies the content of a blob. */
export type BlobId = Pick<Descriptor, 'digest' | 'size'>;

/** A manifest as it is stored, byte for byte; `digest` was compared with `bytes`. */
export interface StoredManifest {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

export interface NewManifest {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Without a tag it is reachable by digest only. */
  readonly tag?: Tag;
  readonly platform?: OciPlatform;
}

/**
 * Content-addressed blobs, manifests and tags: the part of the distribution-spec that a symbol store needs. Two
 * implementations: the image layout (a directory) and the registry client. All methods throw OciError.
 */
export interface ObjectStore {
  /** As the user named it. */
  readonly name: string;
  /** Throws `STORE_MISSING` / `STORE_NOT_A_LAYOUT` where there is nothing to read from. A registry is not asked. */
  assertReadable(): Promise<void>;
  /** Is it there with this size? The content is not read. */
  hasBlob(blob: BlobId): Promise<boolean>;
  /**
   * Reads back enough to know that a reader will get it. A layout reads and hashes the file. A registry must check digests
   * on upload: of it a small blob is read whole, of a large one the `tail`, and its size is asked where there is none or
   * the registry knows no ranges. Throws `BLOB_MISSING`, `DIGEST_MISMATCH`.
   */
  proveBlob(blob: BlobId, tail?: BlobId): Promise<void>;
  /** Streams from disk. A blob that is there already is not sent again. Returns whether bytes were written. */
  putBlob(source: BlobSource, onBytes?: (count: number) => void): Promise<boolean>;
  /**
   * Puts a blob while it is made. One that is there already may be sent in part before that shows. Returns as `putBlob`.
   */
  streamBlob(growing: GrowingBlob, onBytes?: (count: number) => void): Promise<boolean>;
  /** The stream fails at its end when the content is not what `blob` says. */
  getBlob(blob: BlobId): Promise<Readable>;
  /**
   * Some bytes of a blob, not compared with its digest; undefined where the store knows no ranges. Made for pieces that
   * fit into memory.
   */
  getBlobRange(blob: BlobId, start: number, length: number): Promise<Buffer | undefined>;
  putManifest(manifest: NewManifest): Promise<Digest>;
  /**
   * Puts a manifest under a tag that should still stand for `before`; false when another writer was quicker. Exact on
   * a layout. No registry honours `If-Match` on manifests, so there it is checked before, and again a moment after.
   */
  swapManifest(manifest: NewManifest & { readonly tag: Tag }, before: Digest | undefined): Promise<boolean>;
  /** Undefined when there is none. */
  getManifest(object: Digest | Tag): Promise<StoredManifest | undefined>;
  /** Undefined when there is none. Cheaper than `getManifest`. */
  resolveTag(tag: Tag): Promise<Descriptor | undefined>;
  /** For pruning only: registries list incompletely, unsorted or not at all. Never look anything up by it. */
  listTags(): AsyncIterable<Tag>;
  /**
   * Takes a tag away, and its manifest where no other tag leads to it; false when it was not there. A layout also removes
   * the blobs that nothing else needs; a registry leaves that to its garbage collection.
   */
  deleteTag(tag: Tag): Promise<boolean>;
  /** Takes a manifest away with every tag that stands for it; false when it was not there. */
  deleteManifest(digest: Digest): Promise<boolean>;
  /** Manifests whose subject this is, of one artifact type or of all. The subject itself need not be there. */
  referrers(subject: Digest, artifactType?: string): Promise<readonly Descriptor[]>;
  /**
   * Puts a manifest that has a subject, and makes sure that `referrers` finds it, also while others write referrers of
   * the same subject. Throws `SUBJECT_MISSING` for a manifest without one.
   */
  putReferrer(manifest: NewManifest): Promise<PutReferrer>;
  /**
   * Takes over a blob from another repository of the same registry (or another layout) without sending it again; false
   * where that cannot be done, and the blob has to be put.
   */
  mountBlob(blob: BlobId, from: ObjectStore): Promise<boolean>;
}

export interface PutReferrer {
  readonly digest: Digest;
  /** The referrers API, the fallback tag of registries without it, or the index of a layout. */
  readonly listedBy: 'api' | 'tag' | 'index';
}
