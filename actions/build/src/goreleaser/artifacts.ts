import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UnavailableError } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';

/** A binary that GoReleaser lists in `dist/artifacts.json`. */
export interface ListedBinary {
  /** Absolute. */
  readonly path: string;
  readonly id: string | undefined;
  readonly platform: Platform | undefined;
}

interface Artifact {
  readonly path?: unknown;
  readonly type?: unknown;
  readonly goos?: unknown;
  readonly goarch?: unknown;
  readonly extra?: { readonly ID?: unknown };
  readonly [variant: string]: unknown;
}

const BINARIES: readonly unknown[] = ['Binary', 'Universal Binary'];
const VARIANTS = ['goamd64', 'goarm64', 'goarm', 'go386', 'gomips', 'goppc64', 'goriscv64'];

/**
 * The binaries of a finished build. Versions 1 and 2 of GoReleaser write the same fields; universal binaries of macOS
 * have `goarch: all`.
 * @throws UnavailableError when the list is missing or of another shape
 */
export async function readArtifacts(cwd: string, dist: string): Promise<ListedBinary[]> {
  const file = join(dist, 'artifacts.json');
  const list = parse(await textOf(resolve(cwd, file), file), file);
  const binaries = list.flatMap((artifact) =>
    BINARIES.includes(artifact.type) && typeof artifact.path === 'string' ? [listed(artifact, cwd)] : [],
  );
  // With `no_unique_dist_dir` two variants of one platform have the same path: the last one built is there.
  return [...new Map(binaries.map((binary) => [binary.path, binary])).values()];
}

function listed(artifact: Artifact, cwd: string): ListedBinary {
  const { goos, goarch, extra } = artifact;
  const variant = VARIANTS.map((name) => artifact[name]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  return {
    path: resolve(cwd, String(artifact.path)),
    id: typeof extra?.ID === 'string' ? extra.ID : undefined,
    platform:
      typeof goos === 'string' && typeof goarch === 'string'
        ? { os: goos, arch: goarch, ...(typeof variant === 'string' ? { variant } : {}) }
        : undefined,
  };
}

function parse(text: string, file: string): readonly Artifact[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value as readonly Artifact[];
  } catch {}
  throw new UnavailableError(`${file} is not a list of artifacts`, {
    code: 'ARTIFACTS_SHAPE',
    next: 'gosymbols reads what GoReleaser 1.20 and newer writes.',
  });
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UnavailableError(`GoReleaser ended well but left no ${file}`, {
      code: 'ARTIFACTS_MISSING',
      cause,
    });
  }
}
