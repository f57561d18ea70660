export { type BlobSource, blobOfBytes, blobOfFile, type GrowingBlob } from './blob-source.ts';
export { countBytes } from './count-bytes.ts';
export type { Descriptor, ImageConfig, ImageManifest, OciPlatform } from './descriptor.ts';
export { type Digest, digestOfBytes, digestOfFile, hexOf, isDigest, parseDigest } from './digest.ts';
export { GrowingFile } from './growing-file.ts';
export { decompressLayer, isDecodingError, type LayerCompression } from './layer/decompress-layer.ts';
export { PieceReader } from './layer/piece-reader.ts';
export { findTag, type LayoutIndex, MAX_INDEX_BYTES, readLayoutIndex, tagOf } from './layout/layout-index.ts';
export { LayoutStore } from './layout/layout-store.ts';
export { makeDirectory } from './make-directory.ts';
export * from './media-types.ts';
export type { BlobId, NewManifest, ObjectStore, PutReferrer, StoredManifest } from './object-store.ts';
export { OciError, type OciErrorCode, type OciErrorKind } from './oci-error.ts';
export { type OpenStoreOptions, openStore } from './open-store.ts';
export { parseJson, readConfig, readDescriptor, readManifest } from './read-manifest.ts';
export { readWhole } from './read-whole.ts';
export {
  type ImageReference,
  type LayoutReference,
  parseImageReference,
  parseStoreReference,
  type RegistryReference,
  type StoreReference,
} from './reference.ts';
export type { Credentials } from './registry/credentials.ts';
export { RegistryStore, type RegistryStoreOptions } from './registry/registry-store.ts';
export { isTag, MAX_TAG_LENGTH, parseTag, type Tag } from './tag.ts';
export { verifyContent } from './verify-content.ts';
