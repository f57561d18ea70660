import type { Readable } from 'node:stream';
import { type Descriptor, type Digest, OciError, type OciPlatform } from '@gosymbols/oci';
import { ImageError } from './image-error.ts';
import type { ConfigFacts } from './read-config.ts';
import type { ManifestSource } from './source/manifest-source.ts';

export interface StoredLayer {
  readonly digest?: Digest;
  /** Absent where nothing says it. */
  readonly mediaType?: string;
  /** Bytes as stored. */
  readonly size: number;
  /** The stream fails at its end when the content has not the digest, where one is known. */
  open(): Promise<Readable>;
}

/** An image of which the manifest and the config were read and the layers were not. */
export interface StoredImage {
  readonly name: string;
  readonly digest?: Digest;
  readonly indexDigest?: Digest;
  readonly platform: OciPlatform;
  readonly config: ConfigFacts;
  readonly layers: readonly StoredLayer[];
}

/** Image-spec 1.1, "Non-Distributable Layers"; Docker's "foreign" ones. */
const FOREIGN = /foreign|nondistributable/;
const MISSING: readonly string[] = ['BLOB_MISSING', 'IMAGE_ARCHIVE_MISSING'];

/** @param at its index, for messages */
export function storedLayer(source: ManifestSource, layer: Descriptor, at: number): StoredLayer {
  const { digest, mediaType, size } = layer;
  const open = async (): Promise<Readable> => {
    try {
      return await source.blob(layer);
    } catch (cause) {
      const isKnown = cause instanceof OciError || cause instanceof ImageError;
      if (!isKnown || !MISSING.includes(cause.code) || !FOREIGN.test(mediaType)) throw cause;
      throw new ImageError(`layer ${at} (${mediaType}) is kept elsewhere and is not in the store`, {
        kind: 'unsupported',
        code: 'IMAGE_LAYER_FOREIGN',
        file: source.name,
        next: 'We follow no URLs of a manifest: push the image with its foreign layers (`crane push` takes them from an archive).',
        cause,
      });
    }
  };
  return { digest, mediaType, size, open };
}
