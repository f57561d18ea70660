import { lstatSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { RequestError } from './faults.ts';

export interface MatchedFile {
  /** As the user would write it: relative where the pattern was. */
  readonly path: string;
  /** Named as such, not found by a glob or in a folder: then it must be of the right kind. */
  readonly named: boolean;
}

/**
 * Files by path, glob or folder (walked), in the order given, each once. `!pattern` takes files out.
 * @throws RequestError when an entry matches nothing
 */
export async function matchFiles(patterns: readonly string[], cwd: string): Promise<MatchedFile[]> {
  const found = new Map<string, MatchedFile>();
  const slashed = patterns.map(withSlashes);
  const ignore = slashed.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  for (const pattern of slashed.filter((candidate) => !candidate.startsWith('!'))) {
    const matches = await matchOne(pattern, cwd, ignore);
    if (matches.length === 0) {
      const isGlob = /[*?[{]/.test(pattern);
      throw new RequestError(isGlob ? `\`${pattern}\` matches no file` : `${pattern}: no such file`, {
        code: 'FILE_MISSING',
        next: `Check the path; it is looked up from ${cwd}.`,
      });
    }
    for (const match of matches) {
      const key = resolve(cwd, match.path);
      if (!found.has(key)) found.set(key, match);
    }
  }
  return [...found.values()];
}

/** On Windows a backslash parts folders, which in a glob it cannot; elsewhere it belongs to a name. */
function withSlashes(pattern: string): string {
  return sep === '\\' ? pattern.replaceAll(sep, '/') : pattern;
}

async function matchOne(pattern: string, cwd: string, ignore: readonly string[]): Promise<MatchedFile[]> {
  const literal = resolve(cwd, pattern);
  const stat = statSync(literal, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const inside = await glob('**/*', {
      cwd: literal,
      ignore: [...ignore],
      dot: true,
      followSymbolicLinks: false,
    });
    return inside.sort().map((path) => ({ path: `${pattern.replace(/\/+$/, '')}/${path}`, named: false }));
  }
  if (stat !== undefined || lstatSync(literal, { throwIfNoEntry: false }) !== undefined)
    return [{ path: pattern, named: true }];
  const matches = await glob(pattern, {
    cwd,
    ignore: [...ignore],
    dot: true,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  return matches.sort().map((path) => ({ path, named: false }));
}
