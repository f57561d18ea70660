import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it. Node's own `recursive` never returns on file systems that refuse new entries
 * with ENOENT, as /proc does (seen with Node 24.9).
 * @throws the system's error, with `path`; ENOTDIR where a file is in the way, EROFS where none can be made
 */
export async function makeDirectory(path: string): Promise<void> {
  if (await isDirectory(path)) return;
  const above = dirname(path);
  if (above !== path) await makeDirectory(above);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it in between.
    if (await isDirectory(path)) return;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw Object.assign(new Error(`EROFS: takes no new directories, mkdir '${path}'`), {
      code: 'EROFS',
      syscall: 'mkdir',
      path,
    });
  }
}

/** @throws ENOTDIR, as the system would, where a file is in the way */
async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return false;
  if (found.isDirectory()) return true;
  throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${path}'`), {
    code: 'ENOTDIR',
    syscall: 'mkdir',
    path,
  });
}
