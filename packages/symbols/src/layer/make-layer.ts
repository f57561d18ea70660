import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  type BlobSource,
  blobOfFile,
  type Descriptor,
  type Digest,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
} from '@gosymbols/oci';
import { type LayerContent, layerAnnotations } from '../artifact/layer-annotations.ts';
import { type TarFile, writeTar } from './write-tar.ts';
import { zstdSeekable } from './zstd-frames.ts';

export type LayerCompression = 'zstd' | 'gzip';

/** A layer made in a temporary file, which disposing removes. */
export interface MadeLayer extends AsyncDisposable {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
  readonly blob: BlobSource;
}

/** See docs/symbol-artifact.md for the figures behind the choice. */
export const ZSTD_LEVEL = 8;
const GZIP_LEVEL = 6;
const MAX_PARALLEL_FRAMES = 4;

/**
 * Makes one layer: tar, compressed, in one pass over its files. Memory does not grow with them.
 * @throws SymbolError `DEBUG_FILE_CHANGED`
 */
export async function makeLayer(options: {
  readonly content: LayerContent;
  readonly files: readonly TarFile[];
  /** Seconds since 1970. */
  readonly time: number;
  readonly compression: LayerCompression;
  readonly tempDir: string;
  readonly zstdLevel?: number;
}): Promise<MadeLayer> {
  const path = join(options.tempDir, `layer-${randomBytes(8).toString('hex')}`);
  const tar = tapped(writeTar(options.files, options.time));
  const { pieces, frameIndex } = compressed(tar.pieces, options);
  const packed = tapped(pieces);
  const remove = (): Promise<void> => rm(path, { force: true });
  try {
    await pipeline(
      Readable.from(packed.pieces, { objectMode: false }),
      createWriteStream(path, { flags: 'wx' }),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  const { digest, size } = packed.total();
  return {
    descriptor: {
      mediaType: options.compression === 'gzip' ? MEDIA_TYPE_IMAGE_LAYER_GZIP : MEDIA_TYPE_IMAGE_LAYER_ZSTD,
      digest,
      size,
      annotations: layerAnnotations({
        content: options.content,
        files: options.files,
        frameIndex: frameIndex(),
      }),
    },
    diffId: tar.total().digest,
    blob: blobOfFile(path, digest, size),
    [Symbol.asyncDispose]: remove,
  };
}

function compressed(
  tar: AsyncIterable<Buffer>,
  options: { readonly compression: LayerCompression; readonly zstdLevel?: number },
): { readonly pieces: AsyncIterable<Buffer>; frameIndex(): Buffer | undefined } {
  if (options.compression === 'gzip') return { pieces: gzipped(tar), frameIndex: () => undefined };
  return zstdSeekable(tar, {
    level: options.zstdLevel ?? ZSTD_LEVEL,
    parallel: Math.min(availableParallelism(), MAX_PARALLEL_FRAMES),
  });
}

/** The same pieces, hashed and counted as they pass. */
function tapped(input: AsyncIterable<Buffer>): {
  readonly pieces: AsyncGenerator<Buffer>;
  total(): { digest: Digest; size: number };
} {
  const hash = createHash('sha256');
  let size = 0;
  const pieces = (async function* () {
    for await (const piece of input) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  })();
  return { pieces, total: () => ({ digest: `sha256:${hash.digest('hex')}`, size }) };
}

/** zlib writes no time and no name into the header of a stream: the bytes depend on the input only. */
async function* gzipped(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: GZIP_LEVEL });
  const done = pipeline(Readable.from(input, { objectMode: false }), gzip);
  done.catch(() => undefined);
  yield* gzip as AsyncIterable<Buffer>;
  await done;
}
