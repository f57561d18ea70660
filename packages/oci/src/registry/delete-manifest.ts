import type { Digest } from '../digest.ts';
import { OciError } from '../oci-error.ts';
import type { Tag } from '../tag.ts';
import type { RegistryHttp } from './registry-http.ts';

const DONE = [200, 202, 204];
/** distribution 2.8 answers 400 to a tag, others 405: they delete by digest only. */
const BY_DIGEST_ONLY = [400, 405];

/**
 * `DELETE manifests/<object>` (distribution-spec 1.1, "Deleting Manifests").
 * @returns `absent` when it was not there, `unsupported` when a tag cannot be deleted by itself
 * @throws OciError `REGISTRY_REFUSED` where the registry deletes nothing at all
 */
export async function deleteManifest(
  http: RegistryHttp,
  endpoint: URL,
  object: Digest | Tag,
  store: string,
): Promise<'deleted' | 'absent' | 'unsupported'> {
  const url = new URL(`manifests/${object}`, endpoint);
  const response = await http.send({ method: 'DELETE', url, expect: [...DONE, 404, ...BY_DIGEST_ONLY] });
  response.discard();
  if (DONE.includes(response.status)) return 'deleted';
  if (response.status === 404) return 'absent';
  if (!object.startsWith('sha256:')) return 'unsupported';
  throw new OciError(`the registry deletes no manifests (DELETE answers ${response.status})`, {
    kind: 'unavailable',
    code: 'REGISTRY_REFUSED',
    file: store,
    status: response.status,
    next: 'Allow deletion in the registry (distribution: `storage.delete.enabled: true`), or use its own clean-up.',
  });
}
