import { RequestError } from '@gosymbols/host';
import { readIndex, type SymbolIndex } from '@gosymbols/record';

/**
 * Reads the index that an input names.
 * @throws RequestError for a folder; what `readIndex` throws for the rest
 */
export async function readNamedIndex(path: string, input: string): Promise<SymbolIndex> {
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
