import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faultOf, makeFolder, RequestError, UnavailableError } from '@gosymbols/host';

/** A file to write: its name in the output folder and its text. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes all files beside their targets first and renames them only when all are complete.
 * @returns the paths, in the order of `files`
 * @throws RequestError when the folder is a file, UnavailableError when it cannot be written to
 */
export async function writeReports(folder: string, files: readonly ReportFile[]): Promise<string[]> {
  const suffix = randomBytes(6).toString('hex');
  const moves = files.map(({ name, text }) => {
    const path = join(folder, name);
    return { path, text, draft: `${path}.${suffix}.tmp` };
  });
  try {
    await makeFolder(folder);
    for (const { draft, text } of moves) await writeFile(draft, text, { flag: 'wx', flush: true });
    for (const { draft, path } of moves) await rename(draft, path);
    return moves.map((move) => move.path);
  } catch (cause) {
    await Promise.all(moves.map(({ draft }) => rm(draft, { force: true }).catch(() => {})));
    throw faultOfWriting(folder, cause);
  }
}

function faultOfWriting(folder: string, cause: unknown): Error {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'FOLDER_IS_FILE') {
    return new RequestError(`${folder}: input \`out-dir\` is not a folder`, {
      code: 'OUT_DIR_NOT_FOLDER',
      next: 'Name a folder, or a path that is free.',
      cause,
    });
  }
  return new UnavailableError(
    `${folder}: the reports could not be written there: ${faultOf(cause).message}`,
    {
      code: 'OUT_DIR_UNWRITABLE',
      next: 'Check owner, mode and free space, or choose another folder with out-dir.',
      cause,
    },
  );
}
