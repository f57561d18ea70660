import type { BinaryFacts } from '@gosymbols/inspect';
import { coerce, minVersion, satisfies } from 'semver';

interface DelveSupport {
  readonly delve: string;
  /** Go versions whose programs with DWARF it debugs without `--check-go-version=false`. */
  readonly go: string;
  /** Finds functions in pclntab where there is no DWARF. */
  readonly pclntab: boolean;
}

/** The versions held against the real one; Go ranges as pkg/goversion/compat.go of each Delve says. */
const SUPPORT: readonly DelveSupport[] = [
  { delve: '>=1.27.0 <1.28.0', go: '>=1.25.0 <1.28.0', pclntab: true },
  { delve: '>=1.20.0 <1.21.0', go: '>=1.18.0 <1.21.0', pclntab: false },
];

export const NEWEST_DELVE: string = minVersion(SUPPORT[0]?.delve ?? '*')?.version ?? '';

/**
 * @param delve a version such as `1.20.2`
 * @throws RangeError for a Delve that was not held against the real one
 */
export function delveSupport(delve: string): DelveSupport {
  const found = SUPPORT.find((support) => satisfies(delve, support.delve));
  if (found !== undefined) return found;
  const known = SUPPORT.map((support) => support.delve).join(', ');
  throw new RangeError(`Delve ${delve}: what it does is known of ${known}`);
}

/** Why this Delve does not start the program with debug information; undefined where it does. */
export function whyDelveRefuses(
  { go }: BinaryFacts,
  support: DelveSupport,
  delve: string,
): string | undefined {
  const version = coerce(go?.version.replace(/^.*?go/, ''));
  if (version === null || satisfies(version, support.go)) return undefined;
  return `Delve ${delve} debugs programs of Go ${support.go} (\`--check-go-version=false\` to try ${go?.version})`;
}
