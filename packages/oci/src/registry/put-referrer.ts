import { type Digest, digestOfBytes } from '../digest.ts';
import { MAX_MANIFEST_BYTES, MEDIA_TYPE_IMAGE_INDEX } from '../media-types.ts';
import type { NewManifest, PutReferrer } from '../object-store.ts';
import { OciError } from '../oci-error.ts';
import { noSubject, type Referrer, referrerOf } from '../referrer.ts';
import { fallbackTag, listReferrers, type Referrers, type Repository } from './list-referrers.ts';

const ATTEMPTS = 60;

/**
 * Puts the manifest, then looks whether it is listed, writes, and looks again, until it has stayed listed for
 * `settleMs`. No registry takes a conditional PUT of a manifest, so of two writers of a fallback tag the later wins and
 * the earlier has to notice. Registries with the API lose concurrent referrers too (olareg); putting the manifest again
 * lists it again.
 * @throws OciError `SUBJECT_MISSING`, `REFERRERS_LOST`
 */
export async function putReferrer(
  repository: Repository,
  manifest: NewManifest,
  settleMs: number,
): Promise<PutReferrer> {
  const referrer = referrerOf(manifest);
  if (referrer === undefined) throw noSubject(repository.store.name);
  const digest = digestOfBytes(manifest.bytes);
  let listed = await listReferrers(repository, referrer.subject);
  await repository.store.putManifest(manifest);
  if (holds(listed, digest)) return { digest, listedBy: listed.listedBy };
  let wait = settleMs;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const started = performance.now();
    listed = await listReferrers(repository, referrer.subject);
    if (!holds(listed, digest)) await list(repository, manifest, referrer, listed);
    // Who was slow between reading and writing may have written over others, and they over it.
    wait = Math.max(settleMs, 4 * (performance.now() - started));
    await repository.http.pause(wait + Math.random() * settleMs);
    listed = await listReferrers(repository, referrer.subject);
    if (holds(listed, digest)) return { digest, listedBy: listed.listedBy };
    await repository.http.pause(Math.random() * Math.min(settleMs, 20 * attempt));
  }
  throw lost(repository, referrer, listed);
}

async function list(
  repository: Repository,
  manifest: NewManifest,
  referrer: Referrer,
  listed: Referrers,
): Promise<void> {
  if (listed.listedBy === 'api') {
    await repository.store.putManifest(manifest);
    return;
  }
  const others = listed.document['manifests'] as readonly unknown[];
  const document = { ...listed.document, manifests: [...others, referrer.descriptor] };
  const bytes = Buffer.from(JSON.stringify(document));
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw new OciError(`the list of referrers of ${referrer.subject} would have ${bytes.length} bytes`, {
      kind: 'request',
      code: 'MANIFEST_TOO_LARGE',
      file: repository.store.name,
      next: `Delete referrers that are no longer needed: registries take ${MAX_MANIFEST_BYTES} bytes.`,
    });
  }
  try {
    const tag = fallbackTag(referrer.subject);
    await repository.store.putManifest({ mediaType: MEDIA_TYPE_IMAGE_INDEX, bytes, tag });
  } catch (error) {
    // A registry that does compare: another writer was quicker, as the next look shows.
    if (!(error instanceof OciError && (error.status === 412 || error.status === 409))) throw error;
  }
}

function holds({ descriptors }: Referrers, digest: Digest): boolean {
  return descriptors.some((descriptor) => descriptor.digest === digest);
}

function lost({ store }: Repository, { subject, descriptor }: Referrer, { listedBy }: Referrers): OciError {
  const where = listedBy === 'api' ? 'the referrers API' : `tag ${fallbackTag(subject)}`;
  return new OciError(
    `${descriptor.digest} was put as referrer of ${subject}, but ${where} does not list it, after ${ATTEMPTS} tries`,
    {
      kind: 'unavailable',
      code: 'REFERRERS_LOST',
      file: store.name,
      next: 'Try again when no other job publishes for this image; check that the registry lets tags be replaced.',
    },
  );
}
