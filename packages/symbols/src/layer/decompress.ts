import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import {
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
} from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import { PieceReader } from './piece-reader.ts';
import { nextZstdFrame } from './zstd-frame-bytes.ts';

/** Log2 of the largest window that we let a frame ask for: a decoder must allocate it (128 MiB). */
const WINDOW_LOG_MAX = 27;

/**
 * The tar inside a layer, as a stream.
 * @throws SymbolError `LAYER_TYPE`; `LAYER_SHAPE` while reading
 */
export async function* decompressed(
  layer: Readable,
  mediaType: string,
  file: string,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    if (mediaType === MEDIA_TYPE_IMAGE_LAYER) yield* layer;
    else if (mediaType === MEDIA_TYPE_IMAGE_LAYER_GZIP) yield* through(layer, createGunzip());
    else if (mediaType === MEDIA_TYPE_IMAGE_LAYER_ZSTD) yield* unzstd(layer);
    else throw unknownType(mediaType, file);
  } catch (cause) {
    if (!isDecoding(cause)) throw cause;
    throw new SymbolError(`the layer cannot be decompressed: ${cause.message}`, {
      kind: 'malformed',
      code: 'LAYER_SHAPE',
      file,
      next: 'The stored layer is damaged: publish it again.',
      cause,
    });
  } finally {
    layer.destroy();
  }
}

async function* unzstd(layer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = new PieceReader(layer);
  for (let frame = await nextZstdFrame(reader); frame !== undefined; frame = await nextZstdFrame(reader)) {
    const decoder = createZstdDecompress({
      chunkSize: 256 * 1024,
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    });
    yield* through(Readable.from(frame, { objectMode: false }), decoder);
  }
}

/** `source` through `decoder`; an error of either reaches the reader. */
function through(source: Readable, decoder: NodeJS.ReadWriteStream & Readable): AsyncIterable<Buffer> {
  return pipeline(source, decoder, () => undefined) as unknown as AsyncIterable<Buffer>;
}

function isDecoding(error: unknown): error is Error {
  if (error instanceof RangeError) return true;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && /^(Z_|ZSTD_|ERR_ZSTD)/.test(code);
}

function unknownType(mediaType: string, file: string): SymbolError {
  return new SymbolError(`the layer is of type ${mediaType}`, {
    kind: 'malformed',
    code: 'LAYER_TYPE',
    file,
    next: 'Symbol layers are tar, tar+gzip or tar+zstd: publish it again.',
  });
}
