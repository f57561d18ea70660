import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { decompressLayer, isDecodingError, type LayerCompression } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import { compressionOf } from '../layer/compression-of.ts';
import { type ImageLimits, overLimit } from '../limits.ts';

export interface UnpackOptions {
  readonly tempDir: string;
  readonly limits: ImageLimits;
  readonly signal?: AbortSignal | undefined;
}

/** The path of a tar that can be read by position: the archive itself, or its decompressed copy in `tempDir`. */
export async function decompressArchive(path: string, options: UnpackOptions): Promise<string> {
  const compression = await compressionOfFile(path);
  if (compression === 'none') return path;
  const { tempDir, limits, signal } = options;
  const plain = join(tempDir, 'archive.tar');
  const bounded = async function* (): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const piece of decompressLayer(createReadStream(path), compression)) {
      bytes += piece.length;
      if (bytes > limits.bytes) throw overLimit('bytes', limits, path);
      yield piece;
    }
  };
  try {
    await pipeline(
      bounded,
      createWriteStream(plain, { mode: 0o600 }),
      signal === undefined ? {} : { signal },
    );
  } catch (cause) {
    if (!isDecodingError(cause)) throw cause;
    throw new ImageError(`the archive cannot be decompressed: ${cause.message}`, {
      code: 'IMAGE_ARCHIVE_SHAPE',
      file: path,
      next: 'It is cut short or damaged: save it again.',
      cause,
    });
  }
  return plain;
}

async function compressionOfFile(path: string): Promise<LayerCompression> {
  const head = Buffer.alloc(4);
  await using file = await open(path, 'r');
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return compressionOf(head.subarray(0, bytesRead));
}
