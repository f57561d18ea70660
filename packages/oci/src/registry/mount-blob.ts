import type { BlobId } from '../object-store.ts';
import { followable } from './endpoint.ts';
import { EMPTY_BODY, type RegistryHttp } from './registry-http.ts';
import { cancelUpload } from './upload-session.ts';

/** What a registry that does not mount, or will not let us read there, answers. */
const NO = [400, 401, 403, 404, 405];

/**
 * Cross-repository mount (distribution-spec 1.1, "Mounting a blob from another repository"). A registry that cannot
 * answers 202 and opens an upload session, which is given back.
 */
export async function mountBlob(
  http: RegistryHttp,
  endpoint: URL,
  blob: BlobId,
  from: string,
): Promise<boolean> {
  const url = new URL('blobs/uploads/', endpoint);
  url.searchParams.set('mount', blob.digest);
  url.searchParams.set('from', from);
  const response = await http.send({ method: 'POST', url, body: EMPTY_BODY, expect: [201, 202, ...NO] });
  response.discard();
  if (response.status !== 202) return response.status === 201;
  await cancelUpload(http, followable(response.header('location'), url));
  return false;
}
