import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Digest } from '@gosymbols/oci';
import { buildIdPath } from '../artifact/symbol-key.ts';
import { SymbolError } from '../symbol-error.ts';
import { encodeTarHeader, TAR_BLOCK } from './tar-header.ts';

/** Where an image volume with `image_sub_path: usr/lib/debug` puts the tree. */
export const DEBUG_ROOT = 'usr/lib/debug';

/**
 * The layer's tar in pieces: the directories down to the file, the file, the end. The file is hashed on the way.
 * @throws SymbolError `DEBUG_FILE_CHANGED` when it is not what `debug` says
 */
export async function* writeTar(options: {
  readonly path: string;
  readonly keyHex: string;
  readonly debug: { readonly digest: Digest; readonly size: number };
  /** Seconds since 1970. */
  readonly time: number;
}): AsyncGenerator<Buffer, void, undefined> {
  const { path, debug, time } = options;
  const name = `${DEBUG_ROOT}/${buildIdPath(options.keyHex)}`;
  for (const directory of parentsOf(name)) {
    yield encodeTarHeader({ name: directory, kind: 'directory', size: 0 }, time);
  }
  yield encodeTarHeader({ name, kind: 'file', size: debug.size }, time);
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > debug.size) break;
    hash.update(piece);
    yield piece;
  }
  const digest = `sha256:${hash.digest('hex')}`;
  if (size !== debug.size || digest !== debug.digest) {
    throw new SymbolError(
      size === debug.size
        ? `the debug file has digest ${digest}, the index says ${debug.digest}`
        : `the debug file does not have the ${debug.size} bytes that the index says`,
      {
        kind: 'request',
        code: 'DEBUG_FILE_CHANGED',
        file: path,
        next: 'It was changed after the split: split again, then publish.',
      },
    );
  }
  yield Buffer.alloc((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
  yield Buffer.alloc(2 * TAR_BLOCK);
}

/** `a/b/c` gives `a/`, `a/b/`. */
export function parentsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
