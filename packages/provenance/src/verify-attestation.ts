import type { KeyObject } from 'node:crypto';
import { toDSSEBundle } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type Signer, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import type { Attestation } from './attestation.ts';
import { signerFault } from './signer.ts';
import type { Trust } from './trust.ts';

/** Whether a signature holds, and whether it is of somebody who may say so. */
export type Verification =
  | { readonly state: 'verified'; readonly signer: string }
  | { readonly state: 'not verified' | 'another signer'; readonly why: string };

/** Verifies the signature over the statement, and who made it. Reads nothing from the network. */
export function verifyAttestation(attestation: Attestation, trust: Trust): Verification {
  return trust.kind === 'key' ? byKey(attestation, trust.key) : byRoots(attestation, trust);
}

/** DSSE lets several sign one envelope: one signature of the key is enough. Transparency logs are not asked. */
function byKey({ envelope }: Attestation, key: KeyObject): Verification {
  const material = toTrustMaterial(TrustedRoot.fromJSON({}), () => ({
    publicKey: key,
    validFor: () => true,
  }));
  const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  for (const { sig } of envelope.signatures) {
    const bundle = toDSSEBundle({
      artifact: envelope.payload,
      artifactType: envelope.payloadType,
      signature: sig,
      keyHint: 'public-key',
    });
    if (attempt(() => verifier.verify(toSignedEntity(bundle))).value !== undefined)
      return { state: 'verified', signer: 'the given public key' };
  }
  return {
    state: 'not verified',
    why:
      envelope.signatures.length === 0 ? 'it is not signed' : 'no signature of it is by the given public key',
  };
}

function byRoots({ bundle }: Attestation, trust: Trust & { kind: 'roots' }): Verification {
  if (bundle === undefined || bundle.verificationMaterial.content.$case === 'publicKey') {
    return {
      state: 'not verified',
      why: 'it carries no certificate; one that a key signed is verified with that key alone (`public-key`)',
    };
  }
  const faults = new Set<string>();
  for (const root of trust.roots) {
    const { value: signer, fault } = attempt(() => verifierOf(root).verify(toSignedEntity(bundle)));
    if (signer === undefined) faults.add(fault ?? '');
    else return judged(signer, trust);
  }
  return { state: 'not verified', why: [...faults].join('; ') };
}

/** A root without a log (GitHub's own, for private repositories) vouches for the time by a timestamp authority. */
function verifierOf(root: TrustedRoot): Verifier {
  return new Verifier(toTrustMaterial(root), {
    tlogThreshold: root.tlogs.length > 0 ? 1 : 0,
    ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
    timestampThreshold: 1,
  });
}

function judged({ identity = {} }: Signer, { signer }: Trust & { kind: 'roots' }): Verification {
  const why = signerFault(identity, signer);
  return why === undefined
    ? { state: 'verified', signer: identity.subjectAlternativeName ?? '' }
    : { state: 'another signer', why };
}

/** The library throws for what does not hold, and for what it cannot parse: both mean that nothing was shown. */
function attempt<T>(verify: () => T): { readonly value?: T; readonly fault?: string } {
  try {
    return { value: verify() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
