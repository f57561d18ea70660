import { Readable } from 'node:stream';
import type { BlobId } from '../object-store.ts';
import { OciError } from '../oci-error.ts';
import { isLastingFailure, waitMs } from './back-off.ts';
import { unreachable } from './registry-failure.ts';
import type { RegistryHttp } from './registry-http.ts';
import type { Answer } from './transport.ts';

/**
 * The bytes of a blob, not yet verified. A transfer that is cut goes on where it was: by a range where the registry
 * honours it, else from the beginning with what is known passed over. Tries count anew after every progress.
 * @returns undefined where the registry has no such blob
 */
export async function downloadBlob(
  http: RegistryHttp,
  url: URL,
  blob: BlobId,
): Promise<Readable | undefined> {
  const first = await http.send({ method: 'GET', url, expect: [200, 404] });
  if (first.status !== 404) return Readable.from(pieces(http, url, blob, first), { objectMode: false });
  first.discard();
  return undefined;
}

async function* pieces(
  http: RegistryHttp,
  url: URL,
  blob: BlobId,
  first: Answer,
): AsyncGenerator<Buffer, void, undefined> {
  let response = first;
  let seen = 0;
  for (let attempt = 1; ; attempt++) {
    const start = seen;
    try {
      for await (const piece of rest(response, seen)) {
        seen += piece.length;
        yield piece;
      }
    } catch (error) {
      if (isLastingFailure(error) || error instanceof OciError) throw cut(http, url, error);
      if (seen === start && attempt >= http.retry.attempts) throw cut(http, url, error);
    }
    if (seen > start) attempt = 1;
    // Too few or too many bytes at last are said by whoever verifies.
    if (seen >= blob.size || (seen === start && attempt >= http.retry.attempts)) return;
    await http.pause(waitMs(http.retry, attempt, null));
    const headers = { range: `bytes=${seen}-${blob.size - 1}` };
    response = await http.send({ method: 'GET', url, headers, expect: [200, 206] });
  }
}

/** What of an answer lies behind the first `seen` bytes of the blob. */
async function* rest(response: Answer, seen: number): AsyncGenerator<Buffer, void, undefined> {
  const from = /^bytes (\d+)-/.exec(response.header('content-range') ?? '')?.[1];
  let skip = seen - (response.status === 206 ? Number(from ?? seen) : 0);
  if (skip < 0) {
    response.discard();
    return;
  }
  for await (const piece of response.body) {
    const bytes = piece as Buffer;
    if (bytes.length > skip) yield skip === 0 ? bytes : bytes.subarray(skip);
    skip = Math.max(0, skip - bytes.length);
  }
}

function cut(http: RegistryHttp, url: URL, error: unknown): Error {
  return error instanceof OciError ? error : http.cancelledOr(unreachable(error, http.callOf('GET', url)));
}
