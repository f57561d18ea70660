import type { BlobSource } from '../blob-source.ts';
import { OciError } from '../oci-error.ts';
import { isPassing, waitMs } from './back-off.ts';
import type { RegistryHttp } from './registry-http.ts';
import { MAX_CHUNK_BYTES, UploadSession } from './upload-session.ts';

const MIN_CHUNK_BYTES = 1024 * 1024;

/**
 * Uploads in one request. When that is cut, the registry is asked what arrived, and the rest follows in chunks, so that
 * the next cut costs one chunk at most. A registry (or a proxy before it) that finds the request too large gets chunks
 * from the beginning. Tries count anew after every chunk that arrived.
 * @param begun a session that has some of the bytes, or all
 */
export async function uploadBlob(
  http: RegistryHttp,
  endpoint: URL,
  source: BlobSource,
  isThere: () => Promise<boolean>,
  progress: (to: number) => void,
  begun?: UploadSession,
): Promise<void> {
  let chunk = begun === undefined ? Number.POSITIVE_INFINITY : MAX_CHUNK_BYTES;
  let session = begun;
  for (let attempt = 1; ; attempt++) {
    const before = session?.offset ?? 0;
    try {
      session ??= await UploadSession.begin(http, endpoint, progress);
      await session.send(source, chunk);
      return;
    } catch (error) {
      if ((session?.offset ?? 0) > before) attempt = 1;
      if (!(error instanceof OciError)) throw error;
      const tooLarge = error.status === 413 && Math.min(chunk, source.size) > MIN_CHUNK_BYTES;
      if (!tooLarge && (!mayPass(error) || attempt >= http.retry.attempts)) throw error;
      chunk = tooLarge
        ? Math.ceil(Math.min(chunk, source.size, 4 * MAX_CHUNK_BYTES) / 2)
        : Math.min(chunk, MAX_CHUNK_BYTES);
      if (!tooLarge) await http.pause(waitMs(http.retry, attempt, error.retryAfter ?? null));
      // The answer to a request that succeeded may be what was lost.
      if (await isThere()) return progress(source.size);
      session = tooLarge ? undefined : await session?.resumed(source.size);
      progress(session?.offset ?? 0);
    }
  }
}

/** 404, 410 and 416: the session is gone, or is elsewhere than we think. */
function mayPass({ code, status = 0 }: OciError): boolean {
  return code === 'REGISTRY_UNREACHABLE' || isPassing(status) || [404, 410, 416].includes(status);
}
