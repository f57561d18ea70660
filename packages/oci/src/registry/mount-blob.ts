import type { BlobId } from '../object-store.ts';
import { followable } from './endpoint.ts';
import { EMPTY_BODY, type RegistryHttp } from './registry-http.ts';

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
  const session = followable(response.header('location'), url);
  const cancel = { method: 'DELETE', url: session, expect: ANY, retry: false } as const;
  await http
    .send(cancel)
    .then((answer) => answer.discard())
    .catch(() => undefined);
  return false;
}

const ANY = [200, 202, 204, 400, 403, 404, 405];
