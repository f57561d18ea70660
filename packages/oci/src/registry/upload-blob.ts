import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource } from '../blob-source.ts';
import { countBytes } from '../count-bytes.ts';
import { OciError } from '../oci-error.ts';
import { verifyContent } from '../verify-content.ts';
import { isPassing, pause, waitMs } from './back-off.ts';
import { followable } from './endpoint.ts';
import type { RegistryHttp } from './registry-http.ts';

/**
 * Monolithic upload (distribution-spec 1.1, "POST then PUT"). A try that fails is begun anew with its own upload
 * session: the old one's `Location` carries a state that may be gone.
 */
export async function uploadBlob(
  http: RegistryHttp,
  endpoint: URL,
  source: BlobSource,
  onBytes?: (count: number) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    let sent = 0;
    const count = (bytes: number): void => {
      sent += bytes;
      onBytes?.(bytes);
    };
    try {
      await uploadOnce(http, endpoint, source, count);
      return;
    } catch (error) {
      const may =
        error instanceof OciError &&
        (error.code === 'REGISTRY_UNREACHABLE' ||
          error.code === 'REGISTRY_NOT_FOUND' ||
          isPassing(error.status ?? 0));
      if (!may || attempt >= http.retry.attempts) throw error;
      onBytes?.(-sent);
      await pause(waitMs(http.retry, attempt, null), http.signal);
    }
  }
}

async function uploadOnce(
  http: RegistryHttp,
  endpoint: URL,
  source: BlobSource,
  onBytes: (count: number) => void,
): Promise<void> {
  const begin = new URL('blobs/uploads/', endpoint);
  const opened = await http.send({ method: 'POST', url: begin, body: EMPTY, expect: [202] });
  await opened.body?.cancel();
  const url = followable(opened.headers.get('location'), begin);
  url.searchParams.set('digest', source.digest);
  const stored = await http.send({
    method: 'PUT',
    url,
    headers: { 'content-type': 'application/octet-stream' },
    body: { size: source.size, open: () => checked(source, onBytes) },
    expect: [201],
    retry: false,
  });
  await stored.body?.cancel();
}

const EMPTY = {
  size: 0,
  open: (): Readable => {
    throw new Error('an empty body is not opened');
  },
};

/** A file that changed since it was hashed fails the upload instead of confusing the registry. */
function checked(source: BlobSource, onBytes: (count: number) => void): Transform {
  const check = verifyContent(source, source.digest);
  pipeline(source.open(), countBytes(onBytes), check).catch(() => undefined);
  return check;
}
