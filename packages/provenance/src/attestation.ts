import { type Bundle, bundleFromJSON, type Envelope, envelopeFromJSON } from '@sigstore/bundle';
import { ProvenanceError } from './provenance-error.ts';
import { PAYLOAD_TYPE, parseStatement, type Statement } from './statement.ts';

/** A signed statement, as found: nothing of it has been verified. */
export interface Attestation {
  /** File, or image, that it came from. */
  readonly place: string;
  readonly statement: Statement;
  readonly envelope: Envelope;
  /** Absent for a bare DSSE envelope, which says nothing of who signed. */
  readonly bundle: Bundle | undefined;
}

/** Of one document: the largest predicate that actions/attest takes is 16 MiB, and base64 adds a third. */
export const MAX_ATTESTATION_BYTES: number = 32 * 1024 * 1024;

/**
 * Sigstore bundles or DSSE envelopes: one JSON document, or one a line as actions/attest and `gh attestation download`
 * write them. Signatures over something other than an in-toto statement are left out.
 * @throws ProvenanceError `ATTESTATION_FORMAT`
 */
export function parseAttestations(text: string, place: string): readonly Attestation[] {
  return documentsOf(text, place).flatMap((document) => attestationOf(document, place) ?? []);
}

function documentsOf(text: string, place: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // Neither form: the first reason is told.
    }
    throw wrong(place, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function attestationOf(document: unknown, place: string): Attestation | undefined {
  const isBare = typeof document === 'object' && document !== null && 'payloadType' in document;
  let bundle: Bundle | undefined;
  let envelope: Envelope;
  try {
    bundle = isBare ? undefined : bundleFromJSON(document);
    if (bundle !== undefined && bundle.content.$case !== 'dsseEnvelope') return undefined;
    envelope =
      bundle?.content.$case === 'dsseEnvelope' ? bundle.content.dsseEnvelope : envelopeFromJSON(document);
  } catch (cause) {
    throw wrong(place, `is neither a Sigstore bundle nor a DSSE envelope`, cause);
  }
  if (envelope.payloadType !== PAYLOAD_TYPE) return undefined;
  const statement = parseStatement(envelope.payload);
  return statement === undefined ? undefined : { place, statement, envelope, bundle };
}

function wrong(file: string, what: string, cause: unknown): ProvenanceError {
  return new ProvenanceError(what, {
    code: 'ATTESTATION_FORMAT',
    file,
    next: 'Name the bundle that actions/attest wrote (its output `bundle-path`), or what `gh attestation download` or cosign wrote.',
    cause,
  });
}
