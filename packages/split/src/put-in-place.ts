import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { withTarget } from './with-file.ts';

export interface Draft {
  readonly draft: string;
  readonly target: string;
}

/**
 * Renames the debug file, then the stripped file over their targets. When the second cannot be put there (an immutable
 * file, a folder of that name), the first target is made what it was.
 * @param keep a free name beside the debug file, for the one that it replaces until both are in place
 */
export function putInPlace(debug: Draft, stripped: Draft, keep: string): void {
  const replaces = existsSync(debug.target);
  const kept = replaces && linked(debug.target, keep);
  try {
    rename(debug);
    try {
      rename(stripped);
    } catch (error) {
      if (kept) renameSync(keep, debug.target);
      else if (!replaces) rmSync(debug.target, { force: true });
      throw error;
    }
  } finally {
    if (kept) rmSync(keep, { force: true });
  }
}

function rename({ draft, target }: Draft): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    throw withTarget(error, target);
  }
}

/** False on a file system without hard links. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}
