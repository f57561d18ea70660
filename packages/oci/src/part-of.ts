import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource } from './blob-source.ts';

/** Bytes `start` to `start + length` of a source; one that cannot seek is read from its beginning. */
export function partOf(source: BlobSource, start: number, length: number): Readable {
  if (source.openPart !== undefined) return source.openPart(start, length);
  let at = 0;
  const part = new Transform({
    transform(piece: Buffer, _encoding, done) {
      const from = Math.max(0, start - at);
      const to = Math.max(0, Math.min(piece.length, start + length - at));
      at += piece.length;
      if (to > from) this.push(piece.subarray(from, to));
      done();
    },
  });
  pipeline(source.open(), part).catch(() => undefined);
  return part;
}
