export type ImageErrorCode =
  | 'IMAGE_REFERENCE'
  | 'IMAGE_NOT_FOUND'
  | 'IMAGE_ARCHIVE_KIND'
  | 'IMAGE_ARCHIVE_SHAPE'
  | 'IMAGE_ARCHIVE_MISSING'
  | 'IMAGE_PLATFORM'
  | 'IMAGE_PLATFORM_FORMAT'
  | 'IMAGE_INDEX_DEPTH'
  | 'IMAGE_MANIFEST_TYPE'
  | 'IMAGE_LAYERS_DIFFER'
  | 'IMAGE_LAYER_TYPE'
  | 'IMAGE_LAYER_FOREIGN'
  | 'IMAGE_LAYER_DAMAGED'
  | 'IMAGE_LAYER_DIGEST'
  | 'IMAGE_TAR'
  | 'IMAGE_PATH'
  | 'IMAGE_LIMIT';

/** The image, or the request for one, is not as it should be. The store's own failures are OciErrors. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly kind: 'request' | 'malformed' | 'unsupported';
  readonly code: ImageErrorCode;
  /** Image, archive or layer that it is about. */
  readonly file: string | undefined;
  /** Offset in bytes in the decompressed layer, or in the archive. */
  readonly offset: number | undefined;
  readonly next: string | undefined;

  constructor(
    message: string,
    details: {
      readonly code: ImageErrorCode;
      readonly kind?: 'request' | 'malformed' | 'unsupported';
      readonly file?: string | undefined;
      readonly offset?: number | undefined;
      readonly next?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind ?? 'malformed';
    this.code = details.code;
    this.file = details.file;
    this.offset = details.offset;
    this.next = details.next;
  }
}
