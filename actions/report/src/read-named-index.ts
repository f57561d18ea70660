import { dirname, join, resolve } from 'node:path';
import { type Host, matchFiles, RequestError } from '@gosymbols/host';
import { type IndexAt, mergeIndexes, readIndex, type SymbolIndex } from '@gosymbols/record';

export interface NamedIndex extends IndexAt {
  /** Folder of the first, as the user wrote it. */
  readonly folder: string;
  /** Several were read: `path` names no file. */
  readonly merged: boolean;
}

/**
 * Reads the indexes that an input names, as one.
 * @throws RequestError for a folder or a glob that matches nothing; what `readIndex` throws for the rest
 */
export async function readNamedIndex(
  names: readonly string[],
  input: string,
  host: Host,
): Promise<NamedIndex> {
  const [only] = names;
  const isPlain = names.length === 1 && only !== undefined && !/[*?[{!]/.test(only);
  const paths = isPlain ? [only] : (await matchFiles(names, host.cwd)).map(({ path }) => path);
  const legs: IndexAt[] = [];
  for (const given of paths) {
    const path = resolve(host.cwd, given);
    legs.push({ path, index: await readOne(path, input) });
  }
  const [first, ...others] = legs;
  if (first === undefined) {
    throw new RequestError(`input \`${input}\` names no file`, {
      code: 'INPUT_REQUIRED',
      next: 'Name a gosymbols.json.',
    });
  }
  const merged = others.length > 0;
  const path = merged ? join(host.cwd, 'gosymbols.json') : first.path;
  return {
    index: mergeIndexes([first, ...others], path),
    path,
    folder: merged ? '.' : dirname(paths[0] ?? '.'),
    merged,
  };
}

async function readOne(path: string, input: string): Promise<SymbolIndex> {
  try {
    return await readIndex(path);
  } catch (cause) {
    // Node gives this error no path.
    if ((cause as NodeJS.ErrnoException).code !== 'EISDIR') throw cause;
    throw new RequestError(`${path}: input \`${input}\` names a folder, a file is needed`, {
      code: 'INDEX_IS_FOLDER',
      next: `Name the gosymbols.json in it.`,
      cause,
    });
  }
}
