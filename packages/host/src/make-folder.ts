import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RequestError } from './faults.ts';

/**
 * Makes a folder and those above it. Node's own `recursive` never returns on file systems that refuse new entries with
 * ENOENT, as /proc does (seen with Node 24.9).
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isThere(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else may have made it in between.
    if (!(await isThere(path))) throw error;
  }
}

/** @throws RequestError for what is no folder */
async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return false;
  if (!found.isDirectory())
    throw new RequestError(`${path} is a file, a folder is needed`, {
      code: 'FOLDER_IS_FILE',
      next: 'Choose another folder.',
    });
  return true;
}
