import { createPublicKey, type KeyObject } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { ProvenanceError } from './provenance-error.ts';

/** Whom signatures are believed from: the holder of one key, or whom the authorities of a trust root certified. */
export type Trust =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'roots'; readonly roots: readonly TrustedRoot[]; readonly signer: SignerPolicy };

/** Who must have signed. Everything that is given must hold. */
export interface SignerPolicy {
  /** The OIDC issuer that vouched for the signer. */
  readonly issuer: string;
  /** `owner/name` of the repository whose workflow signed. */
  readonly repository?: string | undefined;
  /** The certificate's subject alternative name, with `*` for any characters: of GitHub, the workflow and its ref. */
  readonly identity?: string | undefined;
}

/** Who vouches for jobs of GitHub Actions. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** @throws ProvenanceError `PUBLIC_KEY_FORMAT` */
export function parsePublicKey(pem: string, file: string): KeyObject {
  const next = 'Give the public key as PEM, as `cosign public-key` or `openssl pkey -pubout` writes it.';
  if (/PRIVATE KEY/.test(pem)) {
    throw new ProvenanceError('holds a private key', { code: 'PUBLIC_KEY_FORMAT', file, next });
  }
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new ProvenanceError('holds no public key', { code: 'PUBLIC_KEY_FORMAT', file, next, cause });
  }
}

/**
 * Trust roots as `trusted_root.json`, or several, one a line, as `gh attestation trusted-root` writes them.
 * @throws ProvenanceError `TRUST_ROOT_FORMAT`
 */
export function parseTrustedRoots(text: string, file: string): readonly TrustedRoot[] {
  const next = 'Give a trusted_root.json, or what `gh attestation trusted-root` writes.';
  let documents: readonly unknown[];
  try {
    documents = documentsOf(text);
  } catch (cause) {
    throw new ProvenanceError('is not JSON', { code: 'TRUST_ROOT_FORMAT', file, next, cause });
  }
  const roots = documents.map((document) => {
    try {
      return TrustedRoot.fromJSON(document);
    } catch (cause) {
      throw new ProvenanceError('is no trust root', { code: 'TRUST_ROOT_FORMAT', file, next, cause });
    }
  });
  // fromJSON takes any object: one that trusts nobody is no trust root.
  if (roots.length === 0 || roots.some(({ certificateAuthorities }) => certificateAuthorities.length === 0)) {
    throw new ProvenanceError('names no certificate authority', { code: 'TRUST_ROOT_FORMAT', file, next });
  }
  return roots;
}

function documentsOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  }
}
