import { availableParallelism } from 'node:os';
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib';
import { Turns } from './turns.ts';

/** Of libuv, unless the environment says otherwise; files are read by the same threads. */
const POOL_THREADS = 4;

/** Each piece of output is another turn of the event loop and of the thread pool. */
const CHUNK_BYTES = 512 * 1024;

/**
 * zstd contexts that serve frame after frame. Node frees the context of a one-shot call only when its garbage is
 * collected: tens of MiB each, of which the collector sees nothing.
 */
export class FrameCompressors implements Disposable {
  readonly #level: number;
  /** Uncompressed bytes of a frame at most. */
  readonly #frameBytes: number;
  readonly #idle: ZstdCompress[] = [];

  constructor(options: { readonly level: number; readonly frameBytes: number }) {
    this.#level = options.level;
    this.#frameBytes = options.frameBytes;
  }

  /** One whole frame: the content size in its header, a checksum at its end. */
  async compress(block: Buffer): Promise<Buffer> {
    return turns.take(async () => {
      const compressor = this.#idle.pop() ?? this.#open();
      const frame = await frameOf(compressor, block);
      this.#idle.push(compressor);
      return frame;
    });
  }

  [Symbol.dispose](): void {
    for (const compressor of this.#idle.splice(0)) compressor.destroy();
  }

  #open(): ZstdCompress {
    // Two streams stand before the context; neither may find itself full within a frame.
    const room = { readableHighWaterMark: 2 * this.#frameBytes, writableHighWaterMark: 2 * this.#frameBytes };
    return createZstdCompress({
      ...room,
      chunkSize: CHUNK_BYTES,
      // Every write is a frame of its own, and as zstd sees all of it at once, the header says its size.
      flush: constants.ZSTD_e_end,
      params: { [constants.ZSTD_c_compressionLevel]: this.#level, [constants.ZSTD_c_checksumFlag]: 1 },
    });
  }
}

/** Of all layers together: compressing neither takes every thread nor more than there are cores. */
const turns = new Turns(Math.min(availableParallelism(), POOL_THREADS - 1));

function frameOf(compressor: ZstdCompress, block: Buffer): Promise<Buffer> {
  return new Promise((done, fail) => {
    compressor.once('error', fail);
    compressor.write(block, (error) => {
      compressor.off('error', fail);
      if (error) fail(error);
      else done(compressor.read() as Buffer);
    });
  });
}
