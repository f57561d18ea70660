import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '@gosymbols/oci';
import { digestOfFile, makeDirectory } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';

/** Is the file there already, byte for byte? */
export async function isThere(target: string, debug: { digest: Digest; size: number }): Promise<boolean> {
  const found = await lstat(target).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== debug.size) return false;
  return (await digestOfFile(target)).digest === debug.digest;
}

/**
 * Streams into a file beside `target` and renames it into place when its digest is the one promised. A failure
 * leaves nothing and does not touch what was there.
 */
export async function writeDebugFile(options: {
  readonly target: string;
  readonly content: AsyncIterable<Buffer>;
  readonly debug: { readonly digest: Digest; readonly size: number };
  readonly store: string;
  readonly mode: 0o644 | 0o755;
  readonly onBytes?: (count: number) => void;
}): Promise<void> {
  const { target, debug } = options;
  await makeDirectory(dirname(target));
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const hash = createHash('sha256');
  const tap = new Transform({
    transform(piece: Buffer, _encoding, callback) {
      hash.update(piece);
      options.onBytes?.(piece.length);
      callback(null, piece);
    },
  });
  try {
    await pipeline(
      Readable.from(options.content, { objectMode: false }),
      tap,
      createWriteStream(draft, { flags: 'wx', mode: options.mode }),
    );
    const digest = `sha256:${hash.digest('hex')}`;
    if (digest !== debug.digest) {
      throw new SymbolError(`the file in the layer has digest ${digest}, the manifest says ${debug.digest}`, {
        kind: 'malformed',
        code: 'LAYER_SHAPE',
        file: options.store,
        next: 'Do not use it: publish the symbols again.',
      });
    }
    const written = await open(draft, 'r+');
    try {
      await written.sync();
    } finally {
      await written.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
