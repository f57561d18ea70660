import { Transform } from 'node:stream';

/** Passes bytes through and tells how many went by, for progress. */
export function countBytes(onBytes: (count: number) => void): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, callback) {
      onBytes(piece.length);
      callback(null, piece);
    },
  });
}
