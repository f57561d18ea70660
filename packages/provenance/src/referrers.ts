import { type Digest, type ObjectStore, readManifest, readWhole } from '@gosymbols/oci';
import { type Attestation, MAX_ATTESTATION_BYTES, parseAttestations } from './attestation.ts';
import { ProvenanceError } from './provenance-error.ts';

/** With versions of their own: `application/vnd.dev.sigstore.bundle.v0.3+json`. */
const BUNDLE_TYPE = /^application\/vnd\.dev\.sigstore\.bundle\b/;
/** go-containerregistry lists the type of the config in place of the artifact's own: those are looked into. */
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
/** Anybody who may push to the repository may attach more. */
const MAX_REFERRERS = 200;

/**
 * The attestations attached to an image, as `actions/attest` (`push-to-registry`) and cosign attach them. Those that
 * cannot be read are told and left out: another one may hold.
 * @throws OciError when the registry does not answer
 */
export async function attestationsOf(
  store: ObjectStore,
  image: Digest,
  warn: (message: string) => void,
): Promise<readonly Attestation[]> {
  const all = await store.referrers(image);
  const attached = all.filter(
    ({ artifactType = EMPTY_TYPE }) => artifactType === EMPTY_TYPE || BUNDLE_TYPE.test(artifactType),
  );
  if (attached.length > MAX_REFERRERS) {
    warn(`${store.name}: ${attached.length} attestations refer to ${image}; ${MAX_REFERRERS} are looked at`);
  }
  const found: Attestation[] = [];
  for (const { digest, artifactType = '' } of attached.slice(0, MAX_REFERRERS)) {
    const place = `${store.name}@${digest}`;
    const text = await textOf(store, digest);
    if (text === undefined) {
      if (BUNDLE_TYPE.test(artifactType))
        warn(`${place}: it holds no bundle of at most ${MAX_ATTESTATION_BYTES} bytes; passed over`);
      continue;
    }
    try {
      found.push(...parseAttestations(text, place));
    } catch (error) {
      if (!(error instanceof ProvenanceError)) throw error;
      warn(`${place}: ${error.message}; passed over`);
    }
  }
  return found;
}

async function textOf(store: ObjectStore, digest: Digest): Promise<string | undefined> {
  const manifest = await store.getManifest(digest);
  if (manifest === undefined) return undefined;
  const { layers } = readManifest(manifest.bytes, `${store.name}@${digest}`);
  const bundle = layers.find(({ mediaType }) => BUNDLE_TYPE.test(mediaType));
  if (bundle === undefined || bundle.size > MAX_ATTESTATION_BYTES) return undefined;
  const bytes = await readWhole(
    await store.getBlob(bundle),
    MAX_ATTESTATION_BYTES,
    `${store.name}@${digest}`,
  );
  return new TextDecoder().decode(bytes);
}
