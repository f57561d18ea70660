import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { OciError } from './oci-error.ts';

/** A content digest, `sha256:<64 lower-case hex digits>` (image-spec, "Digests"). Other algorithms are refused. */
export type Digest = `sha256:${string}`;

const SHA256 = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && SHA256.test(text);
}

/** @param file what carries the digest, for the message. @throws OciError `DIGEST_FORMAT` */
export function parseDigest(text: unknown, file?: string): Digest {
  if (isDigest(text)) return text;
  const algorithm = typeof text === 'string' ? /^([a-z0-9+._-]+):/.exec(text)?.[1] : undefined;
  throw new OciError(
    algorithm !== undefined && algorithm !== 'sha256'
      ? `digest algorithm ${algorithm} is not supported, sha256 is`
      : `${JSON.stringify(text)} is not a digest (sha256:<64 hex digits>)`,
    { kind: 'malformed', code: 'DIGEST_FORMAT', file },
  );
}

/** The 64 hex digits. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

export function digestOfBytes(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Reads the file once, in pieces. */
export async function digestOfFile(path: string): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    hash.update(piece);
    size += (piece as Buffer).length;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}
