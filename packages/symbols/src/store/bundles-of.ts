import {
  type Descriptor,
  type Digest,
  MEDIA_TYPE_IMAGE_CONFIG,
  type ObjectStore,
  OciError,
  type OciPlatform,
} from '@gosymbols/oci';
import { ARTIFACT_TYPE_BUNDLE } from '../artifact/annotation-keys.ts';
import { bundleTag } from '../artifact/bundle-manifest.ts';
import { SymbolError } from '../symbol-error.ts';
import { readBundle, type StoredBundle } from './read-bundle.ts';

/** go-containerregistry's registry lists a referrer by the media type of its config, although it has an artifactType. */
const CANDIDATES: readonly (string | undefined)[] = [
  ARTIFACT_TYPE_BUNDLE,
  MEDIA_TYPE_IMAGE_CONFIG,
  undefined,
];
/** Of one image and platform there is one; earlier states of it may be listed too. */
const MAX_CANDIDATES = 64;

/**
 * Bundles of an image's symbols: the one under the tag of its digest first, as it holds what all publishers brought, then
 * those that the registry lists as referrers of the image. What is no bundle of this image is passed over.
 * @throws OciError
 */
export async function bundlesOf(
  objects: ObjectStore,
  subject: Pick<Descriptor, 'digest'>,
  platform: OciPlatform,
): Promise<readonly StoredBundle[]> {
  const listed = await objects.referrers(subject.digest);
  const digests = listed
    .filter(({ artifactType }) => CANDIDATES.includes(artifactType))
    .slice(-MAX_CANDIDATES)
    .map(({ digest }) => digest);
  const found = new Map<Digest, StoredBundle>();
  for (const object of [bundleTag({ platform, subject }, []), ...digests.reverse()]) {
    if (found.has(object as Digest)) continue;
    const bundle = await readBundle(objects, object).catch((error: unknown) => {
      const ours = error instanceof SymbolError || error instanceof OciError;
      if (ours && error.kind === 'malformed') return undefined;
      throw error;
    });
    if (bundle?.subject?.digest === subject.digest) found.set(bundle.digest, bundle);
  }
  return [...found.values()];
}
