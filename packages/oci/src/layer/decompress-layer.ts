import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { PieceReader } from './piece-reader.ts';
import { nextZstdFrame } from './zstd-frame-bytes.ts';

export type LayerCompression = 'none' | 'gzip' | 'zstd';

/** Log2 of the largest window that we let a frame ask for: a decoder must allocate it (128 MiB). */
const WINDOW_LOG_MAX = 27;
const CHUNK_BYTES = 256 * 1024;

/** The tar inside a layer. Errors are those of the layer's stream, or such that `isDecodingError` knows. */
export async function* decompressLayer(
  layer: Readable,
  compression: LayerCompression,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    if (compression === 'none') yield* layer;
    else if (compression === 'gzip') yield* through(layer, createGunzip({ chunkSize: CHUNK_BYTES }));
    else yield* unzstd(layer);
  } finally {
    layer.destroy();
  }
}

/** Whether the compressed bytes are at fault: neither the store nor the system. */
export function isDecodingError(error: unknown): error is Error {
  if (error instanceof RangeError) return true;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && /^(Z_|ZSTD_|ERR_ZSTD)/.test(code);
}

async function* unzstd(layer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = new PieceReader(layer);
  for (let frame = await nextZstdFrame(reader); frame !== undefined; frame = await nextZstdFrame(reader)) {
    const decoder = createZstdDecompress({
      chunkSize: CHUNK_BYTES,
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    });
    yield* through(Readable.from(frame, { objectMode: false }), decoder);
  }
}

/** `source` through `decoder`; an error of either reaches the reader. */
function through(source: Readable, decoder: NodeJS.ReadWriteStream & Readable): AsyncIterable<Buffer> {
  return pipeline(source, decoder, () => undefined) as unknown as AsyncIterable<Buffer>;
}
