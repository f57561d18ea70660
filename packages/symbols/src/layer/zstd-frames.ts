import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';

/**
 * zstd seekable format (facebook/zstd, contrib/seekable_format/zstd_seekable_compression_format.md): independent
 * frames, then a skippable frame with their sizes. Any zstd reader that knows several frames reads it as one stream.
 */
export const SEEK_TABLE_MAGIC = 0x184d2a5e;
export const SEEK_FOOTER_MAGIC = 0x8f92eab1;
/** Uncompressed bytes of a frame: small enough to fetch one section, large enough to cost about 3 % of size. */
export const FRAME_BYTES: number = 1024 * 1024;

const compress = promisify(zstdCompress);

export interface ZstdOptions {
  readonly level: number;
  /** Frames compressed at once; each holds about 1 MiB of input and zstd's tables for it. */
  readonly parallel: number;
}

/** Compressed frames in order, then the seek table. Memory is bounded by `parallel` frames. */
export async function* zstdSeekable(
  input: AsyncIterable<Buffer>,
  options: ZstdOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const sizes: { compressed: number; plain: number }[] = [];
  const running: { plain: number; frame: Promise<Buffer> }[] = [];
  const finish = async (): Promise<Buffer> => {
    const next = running.shift();
    if (next === undefined) throw new Error('no frame is running');
    const frame = await next.frame;
    sizes.push({ compressed: frame.length, plain: next.plain });
    return frame;
  };
  try {
    for await (const block of blocksOf(input, FRAME_BYTES)) {
      if (running.length >= options.parallel) yield await finish();
      running.push({ plain: block.length, frame: compressFrame(block, options.level) });
    }
    while (running.length > 0) yield await finish();
  } finally {
    await Promise.allSettled(running.map(({ frame }) => frame));
  }
  yield encodeSeekTable(sizes);
}

export function encodeSeekTable(frames: readonly { compressed: number; plain: number }[]): Buffer {
  const table = Buffer.alloc(8 + frames.length * 8 + 9);
  table.writeUInt32LE(SEEK_TABLE_MAGIC, 0);
  table.writeUInt32LE(table.length - 8, 4);
  frames.forEach(({ compressed, plain }, index) => {
    table.writeUInt32LE(compressed, 8 + index * 8);
    table.writeUInt32LE(plain, 12 + index * 8);
  });
  const footer = 8 + frames.length * 8;
  table.writeUInt32LE(frames.length, footer);
  table.writeUInt8(0, footer + 4);
  table.writeUInt32LE(SEEK_FOOTER_MAGIC, footer + 5);
  return table;
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
    pledgedSrcSize: block.length,
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}
