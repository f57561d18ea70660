export type SymbolErrorCode =
  | 'BUILD_ID_FORMAT'
  | 'SOURCE_DATE_EPOCH_FORMAT'
  | 'DEBUG_FILE_CHANGED'
  | 'EPHEMERAL_FORMAT'
  | 'SYMBOLS_DIFFER'
  | 'SYMBOLS_POORER'
  | 'SYMBOLS_CONTENDED'
  | 'SYMBOLS_NOT_FOUND'
  | 'SYMBOLS_NOT_READABLE'
  | 'BUNDLE_TOO_LARGE'
  | 'BUNDLE_CONTENDED'
  | 'SUBJECT_NOT_FOUND'
  | 'SOURCES_DIFFER'
  | 'LAYER_SHAPE'
  | 'LAYER_TYPE';

/** The symbol artifact or a request for it is not as it should be. The store's own failures are OciErrors. */
export class SymbolError extends Error {
  override readonly name = 'SymbolError';
  readonly kind: 'request' | 'unavailable' | 'malformed';
  readonly code: SymbolErrorCode;
  readonly file: string | undefined;
  readonly next: string | undefined;

  constructor(
    message: string,
    details: {
      readonly kind: 'request' | 'unavailable' | 'malformed';
      readonly code: SymbolErrorCode;
      readonly file?: string | undefined;
      readonly next?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.file = details.file;
    this.next = details.next;
  }
}
