import type { Readable } from 'node:stream';
import {
  decompressLayer,
  isDecodingError,
  type LayerCompression,
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
} from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';

const COMPRESSION: Readonly<Record<string, LayerCompression>> = {
  [MEDIA_TYPE_IMAGE_LAYER]: 'none',
  [MEDIA_TYPE_IMAGE_LAYER_GZIP]: 'gzip',
  [MEDIA_TYPE_IMAGE_LAYER_ZSTD]: 'zstd',
};

/**
 * The tar inside a layer, as a stream.
 * @throws SymbolError `LAYER_TYPE`; `LAYER_SHAPE` while reading
 */
export async function* decompressed(
  layer: Readable,
  mediaType: string,
  file: string,
): AsyncGenerator<Buffer, void, undefined> {
  const compression = COMPRESSION[mediaType];
  if (compression === undefined) {
    layer.destroy();
    throw new SymbolError(`the layer is of type ${mediaType}`, {
      kind: 'malformed',
      code: 'LAYER_TYPE',
      file,
      next: 'Symbol layers are tar, tar+gzip or tar+zstd: publish it again.',
    });
  }
  try {
    yield* decompressLayer(layer, compression);
  } catch (cause) {
    if (!isDecodingError(cause)) throw cause;
    throw new SymbolError(`the layer cannot be decompressed: ${cause.message}`, {
      kind: 'malformed',
      code: 'LAYER_SHAPE',
      file,
      next: 'The stored layer is damaged: publish it again.',
      cause,
    });
  }
}
