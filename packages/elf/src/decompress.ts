import { pipeline, Readable, type Transform } from 'node:stream';
import { createInflate, createZstdDecompress } from 'node:zlib';
import { type ByteSource, FormatError } from '@gosymbols/bytes';
import type { StoredContent } from './compression.ts';

const CHUNK = 256 * 1024;
/** Reads of this size stay in the processor's cache between the kernel's copy and the use. */
const STEP = 256 * 1024;

/** The bytes of a source in order. Each piece is a view of one buffer and holds until the next is asked for. */
export function* chunksOf(source: ByteSource): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(STEP, source.size));
  for (let at = 0; at < source.size; at += STEP) {
    const view = buffer.subarray(0, Math.min(STEP, source.size - at));
    source.readInto(view, at);
    yield view;
  }
}

/** The same in buffers of their own, for a stream that keeps several. */
function* ownChunksOf(source: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}

/**
 * A section's content, decompressed, in pieces and in order; each piece is the caller's own.
 * @throws FormatError when the stream is damaged or does not give exactly the announced size
 */
export async function* contentChunks(
  content: StoredContent,
  section: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (content.compression === 'none') {
    yield* ownChunksOf(content.payload);
    return;
  }
  let total = 0;
  const source = Readable.from(ownChunksOf(content.payload), { objectMode: false });
  const stream = pipeline(source, decoder(content.compression), () => {});
  const abort = (): unknown => stream.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      total += chunk.length;
      if (total > content.size) break;
      yield chunk;
    }
  } catch (cause) {
    if (signal?.aborted === true) throw signal.reason;
    throw new FormatError(
      `its ${content.compression} stream is damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: 'COMPRESSION_STREAM',
        section,
        value: content.payload.size,
        cause,
      },
    );
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  if (total === content.size) return;
  throw new FormatError(
    `its compression header says ${content.size} bytes, the stream holds ${total > content.size ? 'more' : total}`,
    {
      code: 'COMPRESSION_SIZE',
      section,
      value: content.size,
    },
  );
}

/** Decompression runs on another thread; this lets it stay ahead of the one that uses the bytes. */
const AHEAD = { readableHighWaterMark: 8 * CHUNK };

function decoder(kind: 'zlib' | 'zstd' | 'zlib-gnu'): Transform {
  return kind === 'zstd'
    ? createZstdDecompress({ chunkSize: CHUNK, ...AHEAD })
    : createInflate({ chunkSize: CHUNK, ...AHEAD });
}
