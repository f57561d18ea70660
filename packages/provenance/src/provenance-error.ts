export type ProvenanceErrorCode =
  | 'ATTESTATION_FORMAT'
  | 'ATTESTATION_TOO_LARGE'
  | 'TRUST_ROOT_FORMAT'
  | 'TRUST_ROOT_UNAVAILABLE'
  | 'PUBLIC_KEY_FORMAT'
  | 'SUBJECTS_TOO_MANY';

/** An attestation, a trust root or a key is not as it should be. That a signature does not hold is a value, never this. */
export class ProvenanceError extends Error {
  override readonly name = 'ProvenanceError';
  readonly kind: 'request' | 'unavailable';
  readonly code: ProvenanceErrorCode;
  readonly file: string | undefined;
  readonly next: string;

  constructor(
    message: string,
    details: {
      readonly code: ProvenanceErrorCode;
      readonly kind?: 'request' | 'unavailable';
      readonly file?: string | undefined;
      readonly next: string;
      readonly cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind ?? 'request';
    this.code = details.code;
    this.file = details.file;
    this.next = details.next;
  }
}
