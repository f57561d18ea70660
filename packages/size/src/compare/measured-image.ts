import type { Platform } from '@gosymbols/inspect';

/** One layer; bytes. */
export interface MeasuredLayer {
  /** Digest of the decompressed tar: the same in every compression. */
  readonly diffId: string;
  /** As it is stored and pulled. */
  readonly wire: number;
  /** Of the tar. */
  readonly size: number;
  /** Of its files that the image no longer shows. */
  readonly waste: number;
  readonly compression: string;
  /** The build step. */
  readonly createdBy?: string;
}

/** What an image weighs; bytes. */
export interface MeasuredImage {
  readonly platform?: Platform;
  /** All layers unpacked, and as they are pulled. */
  readonly size: number;
  readonly wire: number;
  readonly layers: readonly MeasuredLayer[];
  readonly waste: {
    readonly bytes: number;
    /** Paths that waste bytes; `paths` has the largest. */
    readonly files: number;
    readonly paths: readonly { readonly path: string; readonly bytes: number }[];
  };
}
