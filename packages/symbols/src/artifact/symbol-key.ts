import { createHash } from 'node:crypto';
import { parseTag, type Tag } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';

/** Every name by which one shipped binary is known. */
export interface Identities {
  /** Hex of the GNU build ID. */
  readonly gnu?: string;
  /** Text of the Go build ID. */
  readonly go?: string;
  /** 32 hex digits; of the bytes that ship (the stripped file). */
  readonly file: string;
  /** Why GNU and Go ID cannot tell this build from another; absent if they can. */
  readonly constant?: string;
}

/** The one identity that symbols are filed under. */
export interface SymbolKey {
  /** Lower-case hex, 4 to 64 digits, an even number: what the tag and the file name carry. */
  readonly hex: string;
  /** Which identity it was taken from. Debuggers find symbols by a `gnu` key only. */
  readonly from: 'gnu' | 'go' | 'file';
}

/** Two bytes are the least that `ab/cdef….debug` can be made of; 32 keep the path within ustar's 100 characters. */
const HEX_ID = /^(?:[0-9a-f]{2}){2,32}$/;

/**
 * GNU build ID; where it is missing or constant, the Go build ID hashed to hex (it contains `/` and mixes case, some
 * registries fold case); where that is missing or constant, the file ID.
 */
export function symbolKeyOf(identities: Identities): SymbolKey {
  if (identities.constant === undefined) {
    if (identities.gnu !== undefined && HEX_ID.test(identities.gnu))
      return { hex: identities.gnu, from: 'gnu' };
    if (identities.go !== undefined && identities.go !== '')
      return { hex: hashed(identities.go), from: 'go' };
  }
  return { hex: identities.file, from: 'file' };
}

/**
 * What a person typed: hex of a GNU build ID or file ID (any case), or a Go build ID (contains `/`).
 * @throws SymbolError `BUILD_ID_FORMAT`
 */
export function parseBuildId(text: string): SymbolKey {
  const folded = text.trim().toLowerCase();
  if (HEX_ID.test(folded)) return { hex: folded, from: 'gnu' };
  if (/^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]*){1,3}$/.test(text.trim()))
    return { hex: hashed(text.trim()), from: 'go' };
  throw new SymbolError(`\`${text}\` is not a build ID`, {
    kind: 'request',
    code: 'BUILD_ID_FORMAT',
    next: 'Give the hex digits that `readelf -n FILE` or `gosymbols inspect FILE` prints, or a Go build ID.',
  });
}

/** Symbols of a release, or of a build that nobody will remember: a pull request, a preview. */
export type Term = 'release' | 'ephemeral';

const TAG_PREFIX: Readonly<Record<Term, string>> = {
  release: 'build-id-',
  ephemeral: 'ephemeral-build-id-',
};

/** The tag under which a lookup by build ID finds the manifest. */
export function tagOfKey(key: Pick<SymbolKey, 'hex'>, term: Term = 'release'): Tag {
  return parseTag(TAG_PREFIX[term] + key.hex);
}

/** The key that a tag stands for; undefined for other tags. */
export function keyOfTag(tag: string): { readonly hex: string; readonly term: Term } | undefined {
  for (const term of ['release', 'ephemeral'] as const) {
    const prefix = TAG_PREFIX[term];
    const hex = tag.slice(prefix.length);
    if (tag.startsWith(prefix) && HEX_ID.test(hex)) return { hex, term };
  }
  return undefined;
}

/** `.build-id/ab/cdef….debug`: where gdb, Delve, elfutils and perf look below their debug directory. */
export function buildIdPath(hex: string): string {
  return `.build-id/${hex.slice(0, 2)}/${hex.slice(2)}.debug`;
}

function hashed(goId: string): string {
  return createHash('sha256').update(goId).digest('hex').slice(0, 40);
}

/** `.build-id/ab/cdef…`: where gdb and elfutils look for the executable of a core file. */
export function executablePath(hex: string): string {
  return `.build-id/${hex.slice(0, 2)}/${hex.slice(2)}`;
}
