import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Digest } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import { encodeTarHeader, TAR_BLOCK } from './tar-header.ts';

/** Where an image volume with `image_sub_path: usr/lib/debug` puts the tree. */
export const DEBUG_ROOT = 'usr/lib/debug';

/** Below it, a source file has the name that DWARF gives it when the build used -trimpath. */
export const SOURCE_ROOT = 'usr/src/debug';

const PIECE_BYTES = 256 * 1024;

/** One file on disk on its way into a layer. */
export interface TarFile {
  readonly path: string;
  /** Inside the layer, without a leading `/`. */
  readonly name: string;
  readonly size: number;
  /** Compared with the content, where something recorded it before. */
  readonly digest?: Digest;
  readonly executable?: boolean;
}

/**
 * The layer's tar in pieces: each file behind the directories that lead to it, then the end. A piece holds good until the
 * next is asked for.
 * @param time seconds since 1970
 * @throws SymbolError `DEBUG_FILE_CHANGED` when a file is not what it was said to be
 */
export async function* writeTar(
  files: readonly TarFile[],
  time: number,
): AsyncGenerator<Buffer, void, undefined> {
  const made = new Set<string>();
  for (const file of files) {
    for (const directory of parentsOf(file.name)) {
      if (made.has(directory)) continue;
      made.add(directory);
      yield encodeTarHeader({ name: directory, kind: 'directory', size: 0 }, time);
    }
    const { name, size, executable = false } = file;
    yield encodeTarHeader({ name, kind: 'file', size, executable }, time);
    yield* contentOf(file);
    yield Buffer.alloc((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
  }
  yield Buffer.alloc(2 * TAR_BLOCK);
}

async function* contentOf(file: TarFile): AsyncGenerator<Buffer, void, undefined> {
  const hash = file.digest === undefined ? undefined : createHash('sha256');
  let size = 0;
  await using opened = await open(file.path);
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  for (;;) {
    const { bytesRead } = await opened.read(buffer, 0, PIECE_BYTES, size);
    size += bytesRead;
    if (bytesRead === 0 || size > file.size) break;
    const piece = buffer.subarray(0, bytesRead);
    hash?.update(piece);
    yield piece;
  }
  const digest = hash === undefined ? undefined : `sha256:${hash.digest('hex')}`;
  if (size === file.size && digest === file.digest) return;
  throw new SymbolError(
    size === file.size
      ? `it has digest ${digest}, the index says ${file.digest}`
      : `it does not have the ${file.size} bytes that were expected`,
    {
      kind: 'request',
      code: 'DEBUG_FILE_CHANGED',
      file: file.path,
      next: 'It was changed after the split: split again, then publish.',
    },
  );
}

/** `a/b/c` gives `a/`, `a/b/`. */
export function parentsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
