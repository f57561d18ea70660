/** SPDX identifiers of what may be bundled: all of them let us ship the code under ours, with their text beside it. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/** Packages whose package.json does not say it as SPDX does, at exactly this version, and what was found by reading. */
const READ: Readonly<Record<string, { readonly licence: string; readonly why: string }>> = {
  'chainsaw@0.1.0': { licence: 'MIT', why: '`MIT/X11` is its name for it' },
  'buffers@0.1.1': {
    licence: 'MIT',
    why: 'its package.json says nothing; the README of its repository does (substack/node-buffers, issue 12)',
  },
};

export interface BundledPackage {
  readonly name: string | null;
  readonly version: string | null;
  readonly license: string | null;
}

/** The licence of a package, as SPDX says it. @throws Error naming the package when it is not one that may be bundled */
export function licenceOf({ name, version, license }: BundledPackage): string {
  const id = `${name}@${version}`;
  const licence = READ[id]?.licence ?? license;
  if (licence === null || licence === '') {
    throw new Error(
      `${id} states no licence. Read what it says elsewhere, and enter it in scripts/licence-policy.ts, or do without it.`,
    );
  }
  if (!isAllowed(licence)) {
    throw new Error(
      `${id} is under ${licence}, which scripts/licence-policy.ts does not allow to be bundled.`,
    );
  }
  return licence;
}

/** Why a licence was taken that the package itself does not state so. */
export function licenceNote({ name, version }: BundledPackage): string | undefined {
  return READ[`${name}@${version}`]?.why;
}

/** Of an expression, `OR` needs one that is allowed, `AND` all. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ').trim();
  if (/\bWITH\b/.test(plain) || (/\bAND\b/.test(plain) && /\bOR\b/.test(plain))) return false;
  const parts = plain.split(/\s+(?:AND|OR)\s+/);
  return /\bOR\b/.test(plain)
    ? parts.some((one) => ALLOWED.has(one))
    : parts.every((one) => ALLOWED.has(one));
}
