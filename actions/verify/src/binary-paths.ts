import { dirname, isAbsolute, relative } from 'node:path';
import { type BinaryRecord, resolveBeside } from '@gosymbols/record';

/** Globs of a policy are read from its own folder; from the working directory where it lies elsewhere. */
export function globBase(policyPath: string, cwd: string): string {
  const folder = dirname(policyPath);
  return isInside(relative(cwd, folder)) ? folder : cwd;
}

/** The binaries with their paths as the policy's globs see them: from `base`, or as the index has them if outside. */
export function pathsFrom<T extends Pick<BinaryRecord, 'path'>>(
  base: string,
  binaries: readonly T[],
  indexPath: string,
): T[] {
  return binaries.map((binary) => {
    const path = relative(base, resolveBeside(indexPath, binary.path)).replaceAll('\\', '/');
    return isInside(path) ? { ...binary, path } : binary;
  });
}

function isInside(path: string): boolean {
  return path !== '..' && !/^\.\.[\\/]/.test(path) && !isAbsolute(path);
}
