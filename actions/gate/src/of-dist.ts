import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { RequestError, UnavailableError } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';
import type { SymbolIndex } from '@gosymbols/record';
import { type Gated, gatedFile, isGated } from './gated.ts';

interface Artifact {
  readonly path?: unknown;
  readonly type?: unknown;
}

/**
 * The Go programs for Linux that GoReleaser lists in `<dist>/artifacts.json`.
 * @throws RequestError `ARTIFACTS_MISSING`, `ARTIFACTS_SHAPE`; UnavailableError `ARTIFACT_MISSING`
 */
export async function gatedOfDist(
  dist: string,
  cwd: string,
  index: SymbolIndex | undefined,
): Promise<readonly Gated[]> {
  const gated: Gated[] = [];
  for (const path of await binaryPaths(resolve(cwd, dist))) {
    const file = placeOf(path, resolve(cwd, dist), cwd);
    const facts = await inspectFile(file);
    const name = relative(cwd, file).replaceAll(sep, '/');
    if (isGated(facts)) gated.push(await gatedFile({ name, file, facts }, index));
  }
  return gated;
}

async function binaryPaths(dist: string): Promise<readonly string[]> {
  const list = resolve(dist, 'artifacts.json');
  let artifacts: unknown;
  try {
    artifacts = JSON.parse(await readFile(list, 'utf8'));
  } catch (cause) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    if (!isAbsent && !(cause instanceof SyntaxError)) throw cause;
    throw new RequestError(isAbsent ? `${list}: no such file` : `${list} is not JSON`, {
      code: isAbsent ? 'ARTIFACTS_MISSING' : 'ARTIFACTS_SHAPE',
      next: "Name GoReleaser's dist folder after a build, or the binaries themselves with --binaries.",
      cause,
    });
  }
  if (!Array.isArray(artifacts)) {
    throw new RequestError(`${list} is not a list of artifacts`, {
      code: 'ARTIFACTS_SHAPE',
      next: 'gosymbols reads what GoReleaser 1.20 and newer writes.',
    });
  }
  const binaries = (artifacts as readonly Artifact[]).flatMap(({ path, type }) =>
    type === 'Binary' && typeof path === 'string' ? [path] : [],
  );
  return [...new Set(binaries)];
}

/** Paths of the list are relative to where GoReleaser ran: most often here, else above its dist folder. */
function placeOf(path: string, dist: string, cwd: string): string {
  const places = [resolve(cwd, path), resolve(dirname(dist), path)];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new UnavailableError(`${places[0]}: GoReleaser lists this binary, but it is not there`, {
    code: 'ARTIFACT_MISSING',
    next: 'Gate in the job that built, or download its whole dist folder.',
  });
}
