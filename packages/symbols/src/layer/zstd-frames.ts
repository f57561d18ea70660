import { createHash } from 'node:crypto';
import { FrameCompressors } from './frame-compressors.ts';
import { encodeFrameIndex, type FrameEntry } from './frame-index.ts';

/** Uncompressed bytes of a frame: small enough to fetch one section, large enough to cost about 1 % of size. */
export const FRAME_BYTES: number = 2 * 1024 * 1024;

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
  using compressors = new FrameCompressors({ level: options.level, frameBytes: FRAME_BYTES });
  const running: { block: Buffer; frame: Promise<Buffer> }[] = [];
  // Blocks serve again: memory that waits for its collection would grow with the file.
  const spare: Buffer[] = [];
  const finish = async (): Promise<Buffer> => {
    const next = running.shift();
    if (next === undefined) throw new Error('no frame is running');
    const frame = await next.frame;
    const digest = createHash('sha256').update(frame).digest();
    frames.push({ compressed: frame.length, plain: next.block.length, digest });
    spare.push(next.block);
    return frame;
  };
  try {
    for await (const block of blocksOf(input, () => spare.pop() ?? Buffer.allocUnsafe(FRAME_BYTES))) {
      if (running.length >= options.parallel) yield await finish();
      running.push({ block, frame: compressors.compress(block) });
    }
    while (running.length > 0) yield await finish();
  } finally {
    await Promise.allSettled(running.map(({ frame }) => frame));
  }
}

/** Cuts a stream into blocks as long as those that `empty` gives, the last one shorter. */
async function* blocksOf(input: AsyncIterable<Buffer>, empty: () => Buffer): AsyncGenerator<Buffer> {
  let block = empty();
  let filled = 0;
  for await (const piece of input) {
    for (let at = 0; at < piece.length; ) {
      const copied = piece.copy(block, filled, at);
      filled += copied;
      at += copied;
      if (filled === block.length) {
        yield block;
        block = empty();
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
