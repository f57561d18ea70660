import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Digest, digestOfBytes } from './digest.ts';

/** Bytes to be stored, readable more than once: an upload that is cut starts again. */
export interface BlobSource {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  open(): Readable;
  /** For an upload that goes on where it was cut; without it, what was sent is read again and passed over. */
  openPart?(start: number, length: number): Readable;
}

/** A blob on its way into being: what there is of it can be read, its digest is known at the end. */
export interface GrowingBlob {
  /** From the first byte to the last, as they are written; fails when making it fails. May be called again. */
  follow(): Readable;
  /** Rejects with what ended the making. */
  readonly whole: Promise<BlobSource>;
}

export function blobOfBytes(bytes: Uint8Array): BlobSource {
  return {
    digest: digestOfBytes(bytes),
    size: bytes.length,
    open: () => Readable.from([Buffer.from(bytes)]),
  };
}

/** `digest` and `size` are those of the whole file; they are checked while it is read. */
export function blobOfFile(path: string, digest: Digest, size: number): BlobSource {
  const highWaterMark = 256 * 1024;
  return {
    digest,
    size,
    open: () => createReadStream(path, { highWaterMark }),
    openPart: (start, length) => createReadStream(path, { highWaterMark, start, end: start + length - 1 }),
  };
}
