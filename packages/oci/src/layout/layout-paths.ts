import { lstat, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Digest, hexOf } from '../digest.ts';
import { makeDirectory } from '../make-directory.ts';
import { OciError } from '../oci-error.ts';

/** Where things are in an image layout (image-spec 1.1, "Image Layout"). */
export interface LayoutPaths {
  readonly root: string;
  readonly marker: string;
  readonly index: string;
  readonly blobs: string;
  /** Ours: drafts before they are renamed into place, on the same file system. Empty between runs. */
  readonly drafts: string;
  /** Ours: flags of writers (see write-lock.ts). Empty between runs. */
  readonly flags: string;
}

export function layoutPaths(root: string): LayoutPaths {
  return {
    root,
    marker: join(root, 'oci-layout'),
    index: join(root, 'index.json'),
    blobs: join(root, 'blobs', 'sha256'),
    drafts: join(root, '.gosymbols', 'drafts'),
    flags: join(root, '.gosymbols', 'flags'),
  };
}

/** A digest is 64 hex digits by the time it is here, so that no name can leave the directory. */
export function blobPath(paths: LayoutPaths, digest: Digest): string {
  return join(paths.blobs, hexOf(digest));
}

/**
 * Makes the directories and proves that they lie inside the layout, so that a prepared symbolic link cannot lead our
 * writes elsewhere.
 * @throws OciError `LAYOUT_ESCAPES`
 */
export async function makeDirectories(paths: LayoutPaths): Promise<void> {
  const root = await makeReal(paths.root);
  for (const directory of [paths.blobs, paths.drafts, paths.flags]) {
    const real = await makeReal(directory);
    if (real.startsWith(root + sep)) continue;
    throw new OciError(`${directory} leads out of the layout, to ${real}`, {
      kind: 'malformed',
      code: 'LAYOUT_ESCAPES',
      file: paths.root,
      next: 'Remove the symbolic link, or choose another directory for the store.',
    });
  }
}

/** Size of a regular file, undefined where there is none. Links, devices and directories count as none. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function makeReal(directory: string): Promise<string> {
  try {
    await makeDirectory(directory);
    return await realpath(directory);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const inTheWay = code === 'EEXIST' || code === 'ENOTDIR';
    if (!inTheWay && !REFUSALS.includes(code)) throw cause;
    throw new OciError(`cannot make the directory (${code})`, {
      kind: inTheWay ? 'request' : 'unavailable',
      code: inTheWay ? 'STORE_NOT_A_LAYOUT' : 'STORE_READ_ONLY',
      file: directory,
      next: 'Choose another directory for the store, or check its owner and mode.',
      cause,
    });
  }
}

/** How the system says that it takes no new directory from us. */
const REFUSALS = ['EACCES', 'EPERM', 'EROFS'];
