import type { Readable } from 'node:stream';
import type { BlobSource, GrowingBlob } from '../blob-source.ts';
import { OciError } from '../oci-error.ts';
import type { RegistryHttp } from './registry-http.ts';
import { uploadBlob } from './upload-blob.ts';
import { UploadSession } from './upload-session.ts';

export interface GrowingUpload {
  readonly http: RegistryHttp;
  readonly endpoint: URL;
  readonly growing: GrowingBlob;
  readonly isThere: (source: BlobSource) => Promise<boolean>;
  readonly progress: (to: number) => void;
  /** Told when the registry will not have bodies of unknown length. */
  readonly onRefusal: () => void;
}

/** What registries and gateways say to a PATCH without a length that they will not take. */
const REFUSALS = [400, 404, 405, 411, 413, 415, 501];

/**
 * Uploads a blob while it is made. Whatever goes wrong with that, the whole blob is there in the end, and goes on from
 * what arrived, or anew, as any other.
 * @returns false when it turns out to be there already
 */
export async function uploadGrowing(upload: GrowingUpload): Promise<boolean> {
  const { http, endpoint, growing, progress } = upload;
  const session = await UploadSession.begin(http, endpoint, progress);
  const body = watched(growing);
  // On a slow link the blob is whole long before it has arrived: time to ask whether it has to.
  const unneeded = growing.whole
    .then(async (source) => body.isOpen() && (await upload.isThere(source)) && body.stop())
    .catch(() => false);
  const arrived = await session.stream(body.open).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof OciError) || error.code === 'ABORTED') throw error;
      if (REFUSALS.includes(error.status ?? 0)) upload.onRefusal();
      return false;
    },
  );
  const source = await growing.whole;
  if (!arrived && (await unneeded)) {
    await session.cancel();
    return false;
  }
  const isThere = (): Promise<boolean> => upload.isThere(source);
  const begun = arrived ? session : await session.resumed(source.size);
  if (begun !== undefined) {
    try {
      await uploadBlob(http, endpoint, source, isThere, progress, begun);
      return true;
    } catch (error) {
      if (!(error instanceof OciError && REFUSALS.includes(error.status ?? 0))) throw error;
      upload.onRefusal();
    }
  }
  progress(0);
  await uploadBlob(http, endpoint, source, isThere, progress);
  return true;
}

function watched(growing: GrowingBlob): { open(): Readable; isOpen(): boolean; stop(): true } {
  const bodies = new Set<Readable>();
  return {
    open() {
      const body = growing.follow();
      bodies.add(body);
      return body.once('close', () => bodies.delete(body));
    },
    isOpen: () => bodies.size > 0,
    stop() {
      for (const body of bodies) body.destroy(new Error('the blob is there already'));
      return true;
    },
  };
}
