import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  type BlobSource,
  blobOfFile,
  type Digest,
  type GrowingBlob,
  GrowingFile,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
} from '@gosymbols/oci';
import type { LayerFacts } from '../artifact/debug-manifest.ts';
import { type LayerContent, layerAnnotations } from '../artifact/layer-annotations.ts';
import { type TarFile, writeTar } from './write-tar.ts';
import { zstdSeekable } from './zstd-frames.ts';

export type LayerCompression = 'zstd' | 'gzip';

/** A layer made in a temporary file, which disposing removes. */
export interface MadeLayer extends LayerFacts, AsyncDisposable {
  readonly blob: BlobSource;
}

/** See docs/symbol-artifact.md for the figures behind the choice. */
export const ZSTD_LEVEL = 8;
const GZIP_LEVEL = 6;
const MAX_PARALLEL_FRAMES = 4;

export interface LayerOptions {
  readonly content: LayerContent;
  readonly files: readonly TarFile[];
  /** Seconds since 1970. */
  readonly time: number;
  readonly compression: LayerCompression;
  readonly tempDir: string;
  readonly zstdLevel?: number;
}

/** A layer that is being made; disposing stops that, and removes what there is of it. */
export interface GrowingLayer extends AsyncDisposable {
  readonly blob: GrowingBlob;
  /** Needs no disposal of its own. */
  readonly made: Promise<MadeLayer>;
}

/**
 * Makes one layer: tar, compressed, in one pass over its files. Memory does not grow with them.
 * @throws SymbolError `DEBUG_FILE_CHANGED`
 */
export async function makeLayer(options: LayerOptions): Promise<MadeLayer> {
  const layer = startLayer(options);
  try {
    return await layer.made;
  } catch (error) {
    await layer[Symbol.asyncDispose]();
    throw error;
  }
}

/** Begins to make one layer: `made` fails as `makeLayer` does. */
export function startLayer(options: LayerOptions): GrowingLayer {
  const file = new GrowingFile(join(options.tempDir, `layer-${randomBytes(8).toString('hex')}`));
  const stopped = { isSet: false };
  const facts = writeLayer(file, options, stopped);
  facts.then(
    () => file.end(),
    (error: unknown) => file.fail(error),
  );
  const dispose = async (): Promise<void> => {
    stopped.isSet = true;
    await facts.catch(() => undefined);
    file[Symbol.dispose]();
    await rm(file.path, { force: true });
  };
  const blobOf = ({ descriptor }: LayerFacts): BlobSource =>
    blobOfFile(file.path, descriptor.digest, descriptor.size);
  const whole = facts.then(blobOf);
  const made = facts.then((of) => ({ ...of, blob: blobOf(of), [Symbol.asyncDispose]: dispose }));
  // Both tell whoever waits; nobody has to.
  for (const promise of [whole, made]) promise.catch(() => undefined);
  return { blob: { follow: () => file.follow(), whole }, made, [Symbol.asyncDispose]: dispose };
}

async function writeLayer(
  file: GrowingFile,
  options: LayerOptions,
  stopped: { readonly isSet: boolean },
): Promise<LayerFacts> {
  const tar = tapped(writeTar(options.files, options.time));
  const { pieces, frameIndex } = compressed(tar.pieces, options);
  const packed = tapped(pieces);
  for await (const piece of packed.pieces) {
    if (stopped.isSet) throw new Error('nobody wants this layer any more');
    file.append(piece);
  }
  return {
    descriptor: {
      mediaType: options.compression === 'gzip' ? MEDIA_TYPE_IMAGE_LAYER_GZIP : MEDIA_TYPE_IMAGE_LAYER_ZSTD,
      ...packed.total(),
      annotations: layerAnnotations({
        content: options.content,
        files: options.files,
        frameIndex: frameIndex(),
      }),
    },
    diffId: tar.total().digest,
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
  const done = pipeline(Readable.from(copied(input), { objectMode: false }), gzip);
  done.catch(() => undefined);
  yield* gzip as AsyncIterable<Buffer>;
  await done;
}

/** Streams keep pieces for longer than those of a tar hold good. */
async function* copied(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of input) yield Buffer.from(piece);
}
