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

/** Tells `onBytes` of the difference whenever the number of bytes that arrived is known anew; it may shrink. */
export function totalling(onBytes: (count: number) => void): (total: number) => void {
  let told = 0;
  return (total) => {
    if (total !== told) onBytes(total - told);
    told = total;
  };
}
