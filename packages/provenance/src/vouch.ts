import type { Attestation } from './attestation.ts';
import { DEBUG_SYMBOLS_V1, debugDigestsOf } from './debug-symbols.ts';
import { hasSubject } from './statement.ts';
import type { Verification } from './verify-attestation.ts';

/** What has to be vouched for: digests as `sha256:<hex>`. */
export interface Shipped {
  readonly binary: string;
  /** Undefined where there is no debug file to speak of. */
  readonly debug: string | undefined;
  /** Every digest that stands for the image: of its manifest, and of the index that the name leads to. */
  readonly image: readonly string[] | undefined;
}

export type Vouched =
  | { readonly state: 'vouched'; readonly by: string; readonly place: string }
  | { readonly state: 'missing' }
  | {
      readonly state: 'not verified' | 'another signer' | 'of another debug file' | 'of another image';
      readonly place: string;
      readonly why: string;
    };

export interface Verified {
  readonly attestation: Attestation;
  readonly verification: Verification;
}

/** Statements of other types may say that something is bad: a failed test names its subjects too. */
const SAYS_WHERE_FROM: readonly string[] = [
  DEBUG_SYMBOLS_V1,
  'https://slsa.dev/provenance/v1',
  'https://slsa.dev/provenance/v0.2',
];

/** The nearest miss is told: a good signature over other digests says more than a bad one. */
const NEAREST = ['of another image', 'of another debug file', 'another signer', 'not verified'] as const;

/** Whether one verified statement names the binary, its debug file and its image together. */
export function vouch(shipped: Shipped, attestations: readonly Verified[]): Vouched {
  const all = attestations
    .filter(({ attestation: { statement } }) => SAYS_WHERE_FROM.includes(statement.predicateType))
    .filter(({ attestation: { statement } }) => hasSubject(statement, shipped.binary))
    .map((one) => vouchBy(shipped, one));
  const good = all.find(({ state }) => state === 'vouched');
  if (good !== undefined) return good;
  for (const state of NEAREST) {
    const miss = all.find((one) => one.state === state);
    if (miss !== undefined) return miss;
  }
  return { state: 'missing' };
}

function vouchBy({ binary, debug, image }: Shipped, { attestation, verification }: Verified): Vouched {
  const { statement, place } = attestation;
  if (verification.state !== 'verified') return { ...verification, place };
  if (debug !== undefined) {
    const paired = debugDigestsOf(statement, binary);
    if (!hasSubject(statement, debug) || (paired !== undefined && !paired.includes(debug))) {
      const others =
        paired === undefined || paired.length === 0 ? 'it names no such debug file' : paired.join(', ');
      return {
        state: 'of another debug file',
        place,
        why: `${debug} is in the store, and the statement says ${others}`,
      };
    }
  }
  if (image !== undefined && !image.some((digest) => hasSubject(statement, digest))) {
    return {
      state: 'of another image',
      place,
      why:
        image.length === 0
          ? 'an archive does not say the digest that the image has in a registry'
          : `${image.join(', ')} is not among its subjects`,
    };
  }
  return { state: 'vouched', by: verification.signer, place };
}
