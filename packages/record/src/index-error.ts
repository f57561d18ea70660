/** gosymbols.json cannot be used as it is: missing, not JSON, or of another shape. The request names the wrong file. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
  readonly kind = 'request';
  readonly code:
    | 'INDEX_MISSING'
    | 'INDEX_NOT_JSON'
    | 'INDEX_SHAPE'
    | 'INDEX_VERSION'
    | 'INDEX_TOO_LARGE'
    | 'INDEX_FORGED';
  readonly file: string;
  readonly next: string;

  constructor(
    message: string,
    details: { code: IndexError['code']; file: string; next: string; cause?: unknown },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.file = details.file;
    this.next = details.next;
  }
}
