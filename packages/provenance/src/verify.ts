/** What checks signatures, apart from what writes statements: it brings Sigstore's libraries. */
export { type Attestation, MAX_ATTESTATION_BYTES, parseAttestations } from './attestation.ts';
export { publicGoodRoot } from './public-good-root.ts';
export { attestationsOf } from './referrers.ts';
export { parsePublicKey, parseTrustedRoots, type SignerPolicy, type Trust } from './trust.ts';
export { type Verification, verifyAttestation } from './verify-attestation.ts';
export { type Shipped, type Verified, type Vouched, vouch } from './vouch.ts';
