/**
 * What went wrong, in the three kinds that callers tell apart: the file is broken (`malformed`), the file is
 * well-formed but outside what we read (`unsupported`), or the request names the wrong thing (`request`).
 */
export type FormatErrorKind = 'malformed' | 'unsupported' | 'request';

export interface FormatErrorDetails {
  /** Stable code: scripts may rely on it. */
  readonly code: string;
  readonly kind?: FormatErrorKind;
  /** Path of the file, as the user gave it. */
  readonly file?: string;
  /** Section or structure, e.g. `.debug_info` or `section header table`. */
  readonly section?: string;
  /** Offset in bytes from the start of the file, or of `section` where one is named. */
  readonly offset?: number;
  /** The offending value, printed as it is. */
  readonly value?: string | number | bigint;
  /** The next step for the person at the keyboard. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** A file that cannot be read as what it claims to be. Says where and which value. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: string;
  readonly kind: FormatErrorKind;
  readonly file: string | undefined;
  readonly section: string | undefined;
  readonly offset: number | undefined;
  readonly value: string | number | bigint | undefined;
  readonly next: string | undefined;

  constructor(message: string, details: FormatErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.kind = details.kind ?? 'malformed';
    this.file = details.file;
    this.section = details.section;
    this.offset = details.offset;
    this.value = details.value;
    this.next = details.next;
  }
}
