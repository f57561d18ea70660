import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { Digest } from './digest.ts';
import { OciError } from './oci-error.ts';

/**
 * Passes bytes through and fails when they are not what the digest and size say: too many bytes at once, too few or
 * others at the end. A reader must not act on the bytes before the stream has ended.
 */
export function verifyContent(
  expected: { readonly digest: Digest; readonly size: number },
  file: string,
): Transform {
  const hash = createHash('sha256');
  let seen = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, callback: TransformCallback) {
      seen += piece.length;
      if (seen > expected.size) return callback(sizeMismatch(expected, `more than ${expected.size}`, file));
      hash.update(piece);
      return callback(null, piece);
    },
    flush(callback: TransformCallback) {
      if (seen !== expected.size) return callback(sizeMismatch(expected, String(seen), file));
      const found = `sha256:${hash.digest('hex')}`;
      if (found === expected.digest) return callback();
      return callback(
        new OciError(`content of ${expected.digest} has digest ${found}`, {
          kind: 'malformed',
          code: 'DIGEST_MISMATCH',
          file,
          next: 'The stored object is damaged: publish it again.',
        }),
      );
    },
  });
}

function sizeMismatch(expected: { digest: Digest; size: number }, found: string, file: string): OciError {
  return new OciError(
    `content of ${expected.digest} has ${found} bytes, its descriptor says ${expected.size}`,
    {
      kind: 'malformed',
      code: 'SIZE_MISMATCH',
      file,
      next: 'The stored object is damaged or the transfer was cut: try again, then publish it again.',
    },
  );
}
