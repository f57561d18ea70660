/**
 * `request`: the caller named something wrong. `unavailable`: the store cannot serve now or will not serve us.
 * `malformed`: what the store holds breaks its own format.
 */
export type OciErrorKind = 'request' | 'unavailable' | 'malformed';

export type OciErrorCode =
  | 'REFERENCE_FORMAT'
  | 'STORE_MISSING'
  | 'STORE_NOT_A_LAYOUT'
  | 'STORE_READ_ONLY'
  | 'STORE_LOCKED'
  | 'LAYOUT_ESCAPES'
  | 'LAYOUT_INDEX_SHAPE'
  | 'TAG_FORMAT'
  | 'TAG_AMBIGUOUS'
  | 'DIGEST_FORMAT'
  | 'DIGEST_MISMATCH'
  | 'SIZE_MISMATCH'
  | 'BLOB_MISSING'
  | 'SUBJECT_MISSING'
  | 'REFERRERS_TAG'
  | 'REFERRERS_LOST'
  | 'MANIFEST_SHAPE'
  | 'MANIFEST_TOO_LARGE'
  | 'CREDENTIALS_FORMAT'
  | 'CREDENTIALS_HELPER'
  | 'PROXY_FORMAT'
  | 'CERTIFICATES'
  | 'REGISTRY_UNREACHABLE'
  | 'REGISTRY_DENIED'
  | 'REGISTRY_NOT_FOUND'
  | 'REGISTRY_REFUSED'
  | 'REGISTRY_BUSY'
  | 'REGISTRY_FAILED'
  | 'REGISTRY_ANSWER'
  | 'REDIRECT_REFUSED'
  | 'ABORTED';

export interface OciErrorDetails {
  readonly kind: OciErrorKind;
  readonly code: OciErrorCode;
  /** Store, file or URL (without query) that it is about. */
  readonly file?: string | undefined;
  readonly next?: string | undefined;
  /** HTTP status, where a registry answered. */
  readonly status?: number | undefined;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter?: string | undefined;
  readonly cause?: unknown;
}

/** Everything that this package throws, but for errors of the operating system. */
export class OciError extends Error {
  override readonly name = 'OciError';
  readonly kind: OciErrorKind;
  readonly code: OciErrorCode;
  readonly file: string | undefined;
  readonly next: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;

  constructor(message: string, details: OciErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.file = details.file;
    this.next = details.next;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
  }
}

/** The run was told to stop. */
export function cancelled(store: string, cause: unknown): OciError {
  return new OciError('cancelled', { kind: 'unavailable', code: 'ABORTED', file: store, cause });
}
