import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { WireSize } from './report.ts';

const READ_BYTES = 256 * 1024;
/** What Docker and BuildKit use for a layer unless told otherwise (Go's `gzip.DefaultCompression`). */
const LAYER_LEVEL = 6;

/**
 * Bytes of the file compressed as a default image layer would be. Streamed: memory does not grow with the file.
 * @throws the system's error where the file cannot be read; `AbortError` when `signal` fires.
 */
export async function wireSize(path: string, options: { signal?: AbortSignal } = {}): Promise<WireSize> {
  let bytes = 0;
  await pipeline(
    createReadStream(path, { highWaterMark: READ_BYTES }),
    createGzip({ level: LAYER_LEVEL, chunkSize: READ_BYTES }),
    async (compressed: AsyncIterable<Buffer>) => {
      for await (const chunk of compressed) bytes += chunk.length;
    },
    options.signal === undefined ? {} : { signal: options.signal },
  );
  return { bytes, method: 'gzip-6' };
}
