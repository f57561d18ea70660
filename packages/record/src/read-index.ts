import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { getDotPath, safeParse } from 'valibot';
import { IndexError } from './index-error.ts';
import { symbolIndex } from './schema.ts';
import type { SymbolIndex } from './symbol-index.ts';

/** Larger documents are refused: 10,000 binaries take about 100 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads and validates a symbol index.
 * @throws IndexError when it is missing, not JSON, or of another shape (says which field).
 */
export async function readIndex(path: string): Promise<SymbolIndex> {
  return parseIndex(await indexText(path), path);
}

/** Validates the text of a symbol index; `path` is used in messages only. */
export function parseIndex(text: string, path: string): SymbolIndex {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new IndexError(`is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: 'INDEX_NOT_JSON',
      file: path,
      next: 'Name the gosymbols.json that `build` or `split` wrote.',
      cause,
    });
  }
  const version = (document as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== 1) {
    throw new IndexError(`has schemaVersion ${version}; this release reads version 1`, {
      code: 'INDEX_VERSION',
      file: path,
      next: 'Use the gosymbols release that wrote it, or write it anew.',
    });
  }
  const result = safeParse(symbolIndex, document, { abortEarly: true });
  if (result.success) return result.output as unknown as SymbolIndex;
  const issue = result.issues[0];
  const field = getDotPath(issue) ?? 'the document';
  throw new IndexError(`is not a symbol index: ${field}: ${issue.message}`, {
    code: 'INDEX_SHAPE',
    file: path,
    next: 'Name the gosymbols.json that `build` or `split` wrote.',
  });
}

/** A path that the index gives (relative to its own folder) as an absolute path. */
export function resolveBeside(indexPath: string, path: string): string {
  return resolve(dirname(resolve(indexPath)), path);
}

/** The inverse: how the index at `indexPath` spells `path`. Always with forward slashes. */
export function spellBeside(indexPath: string, path: string): string {
  const beside = relative(dirname(resolve(indexPath)), resolve(path));
  // Elsewhere than on Windows, a backslash is a character of the name.
  return sep === '\\' ? beside.replaceAll('\\', '/') : beside;
}

/** @throws IndexError where it is missing or too large to be read */
export async function indexText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new IndexError(`is ${size} bytes, more than ${MAX_BYTES}`, {
        code: 'INDEX_TOO_LARGE',
        file: path,
        next: 'Name the gosymbols.json that `build` or `split` wrote.',
      });
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new IndexError('no such file', {
      code: 'INDEX_MISSING',
      file: path,
      next: 'Run `gosymbols build` or `gosymbols split` first, or give its path with --index.',
      cause,
    });
  }
}
