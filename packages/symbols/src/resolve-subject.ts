import { type Descriptor, isDigest, openStore, parseImageReference } from '@gosymbols/oci';
import type { StoreWorld } from './open-symbol-store.ts';
import { SymbolError } from './symbol-error.ts';

/**
 * The descriptor of an application image, asked from the registry or layout that holds it.
 * @param text `host/repository@sha256:…`, `host/repository:tag`, `oci-layout:DIR@sha256:…` or `oci-layout:DIR:tag`
 * @throws OciError; SymbolError `SUBJECT_NOT_FOUND`
 */
export async function resolveSubject(text: string, world: StoreWorld): Promise<Descriptor> {
  const { store, object } = parseImageReference(text);
  const objects = openStore(store, { ...world, onSecret: (value) => world.secret(value) });
  await objects.assertReadable();
  if (!isDigest(object)) {
    const found = await objects.resolveTag(object);
    if (found !== undefined) return { mediaType: found.mediaType, digest: found.digest, size: found.size };
  } else {
    const found = await objects.getManifest(object);
    if (found !== undefined)
      return { mediaType: found.mediaType, digest: found.digest, size: found.bytes.length };
  }
  throw new SymbolError(`there is no image \`${text}\``, {
    kind: 'request',
    code: 'SUBJECT_NOT_FOUND',
    next: 'Push the application image before its symbols, or check the reference.',
  });
}
