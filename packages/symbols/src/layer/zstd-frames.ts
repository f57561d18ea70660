import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { encodeFrameIndex, type FrameEntry } from './frame-index.ts';
import { Turns } from './turns.ts';

/** Uncompressed bytes of a frame: small enough to fetch one section, large enough to cost about 1 % of size. */
export const FRAME_BYTES: number = 2 * 1024 * 1024;

const compress = promisify(zstdCompress);
const CHUNK_BYTES = FRAME_BYTES / 2;

/** Of libuv, unless the environment says otherwise; files are read by the same threads. */
const POOL_THREADS = 4;
/** Of all layers together: compressing neither takes every thread nor more than there are cores. */
const turns = new Turns(Math.min(availableParallelism(), POOL_THREADS - 1));

export interface ZstdOptions {
  readonly level: number;
  /** Frames compressed at once; each holds 2 MiB of input and zstd's tables for it. */
  readonly parallel: number;
}

export interface SeekableZstd {
  readonly pieces: AsyncGenerator<Buffer, void, undefined>;
  /** The last bytes of the stream, from the frame of digests to the end. Known once all pieces are out. */
  frameIndex(): Buffer;
}

/** Compressed frames in order, their digests, then the seek table. Memory is bounded by `parallel` frames. */
export function zstdSeekable(input: AsyncIterable<Buffer>, options: ZstdOptions): SeekableZstd {
  let index: Buffer | undefined;
  return {
    pieces: (async function* () {
      const frames: FrameEntry[] = [];
      yield* compressedFrames(input, options, frames);
      index = encodeFrameIndex(frames);
      yield index;
    })(),
    frameIndex() {
      if (index === undefined) throw new Error('the frames are not all written');
      return index;
    },
  };
}

async function* compressedFrames(
  input: AsyncIterable<Buffer>,
  options: ZstdOptions,
  frames: FrameEntry[],
): AsyncGenerator<Buffer, void, undefined> {
  const running: { plain: number; frame: Promise<Buffer> }[] = [];
  const finish = async (): Promise<Buffer> => {
    const next = running.shift();
    if (next === undefined) throw new Error('no frame is running');
    const frame = await next.frame;
    const digest = createHash('sha256').update(frame).digest();
    frames.push({ compressed: frame.length, plain: next.plain, digest });
    return frame;
  };
  try {
    for await (const block of blocksOf(input, FRAME_BYTES)) {
      if (running.length >= options.parallel) yield await finish();
      running.push({ plain: block.length, frame: turns.take(() => compressFrame(block, options.level)) });
    }
    while (running.length > 0) yield await finish();
  } finally {
    await Promise.allSettled(running.map(({ frame }) => frame));
  }
}

/** Cuts a stream into blocks of exactly `size` bytes, the last one shorter. */
async function* blocksOf(input: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const piece of input) {
    for (let at = 0; at < piece.length; ) {
      const copied = piece.copy(block, filled, at);
      filled += copied;
      at += copied;
      if (filled === size) {
        yield block;
        block = Buffer.allocUnsafe(size);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** The content size goes into the frame header, and a checksum behind it. */
function compressFrame(block: Buffer, level: number): Promise<Buffer> {
  return compress(block, {
    // Each piece of output is another turn of the event loop and of the thread pool.
    chunkSize: CHUNK_BYTES,
    pledgedSrcSize: block.length,
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}
