import type { Digest, ObjectStore, Tag } from '@gosymbols/oci';

/**
 * Makes sure that the bundle under this tag is found from the image that it refers to: by the referrers API, or by the
 * fallback tag of registries without it. Other publishers of the release do the same for what they wrote; the last of
 * them lists the bundle that holds all.
 * @throws OciError `REFERRERS_LOST`, `REFERRERS_TAG`
 */
export async function referToSubject(objects: ObjectStore, tag: Tag, subject: Digest): Promise<void> {
  const stored = await objects.getManifest(tag);
  if (stored === undefined) return;
  const listed = await objects.referrers(subject);
  if (listed.some(({ digest }) => digest === stored.digest)) return;
  await objects.putReferrer({ mediaType: stored.mediaType, bytes: stored.bytes });
}
