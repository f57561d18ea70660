import type { Readable } from 'node:stream';
import { OciError } from './oci-error.ts';

/** Collects a stream that is known to be small. @throws OciError `MANIFEST_TOO_LARGE` beyond `limit` bytes */
export async function readWhole(stream: Readable, limit: number, file: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit) {
      stream.destroy();
      throw new OciError(`has more than ${limit} bytes`, {
        kind: 'malformed',
        code: 'MANIFEST_TOO_LARGE',
        file,
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}
