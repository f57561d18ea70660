import type { Host } from '@gosymbols/host';
import { locateImage } from '@gosymbols/image';
import { digestOfFile, type ObjectStore, openStore } from '@gosymbols/oci';
import type { Attestation, Verified, Vouched } from '@gosymbols/provenance/verify';
import type { Gated } from './gated.ts';
import type { Finding, GateRow } from './judge.ts';
import type { ProvenanceRequest } from './provenance-request.ts';
import { matchesName, type Requirements } from './requirements.ts';

/** What was found out about the provenance of one binary, beside its row of the gate. */
export interface ProvenanceRow {
  readonly name: string;
  readonly state: Vouched['state'];
  /** Who signed, where it holds. */
  readonly by?: string;
}

/**
 * Holds every binary against the attestations: the files that were given, and what is attached to its image.
 * @param rows of the same binaries, in the same order
 */
export async function judgeProvenance(
  gated: readonly Gated[],
  rows: readonly GateRow[],
  request: ProvenanceRequest & { readonly requirements: Requirements },
  host: Host,
): Promise<{ readonly rows: readonly ProvenanceRow[]; readonly findings: readonly Finding[] }> {
  const { attestationsOf, verifyAttestation, vouch } = await import('@gosymbols/provenance/verify');
  const verified = new Map<Attestation, Verified>();
  const verify = (attestation: Attestation): Verified => {
    const known = verified.get(attestation);
    if (known !== undefined) return known;
    const one = { attestation, verification: verifyAttestation(attestation, request.trust) };
    verified.set(attestation, one);
    return one;
  };
  const attached = new Map<string, Promise<readonly Attestation[]>>();
  const attachedTo = async (image: NonNullable<Gated['image']>): Promise<readonly Attestation[]> => {
    const store = storeOf(image.name, host);
    if (store === undefined) return [];
    const all = image.digests.map((digest) => attestationsOf(store, digest, (text) => host.warning(text)));
    return (await Promise.all(all)).flat();
  };
  const found: ProvenanceRow[] = [];
  const findings: Finding[] = [];
  for (const [at, binary] of gated.entries()) {
    host.signal.throwIfAborted();
    const { image } = binary;
    if (image !== undefined && !attached.has(image.name)) attached.set(image.name, attachedTo(image));
    const more = image === undefined ? [] : ((await attached.get(image.name)) ?? []);
    const digest = await shippedDigest(binary);
    const debug = rows[at]?.debugDigest ?? binary.debugDigest;
    const vouched: Vouched =
      digest === undefined
        ? { state: 'missing' }
        : vouch(
            { binary: digest, debug, image: image?.digests },
            [...request.attestations, ...more].map(verify),
          );
    found.push({
      name: binary.name,
      state: vouched.state,
      ...(vouched.state === 'vouched' ? { by: vouched.by } : {}),
    });
    if (vouched.state !== 'vouched')
      findings.push(findingOf(binary.name, digest, vouched, request.requirements));
  }
  return { rows: found, findings };
}

async function shippedDigest({ file, shippedDigest: recorded }: Gated): Promise<string | undefined> {
  return file === undefined ? recorded : (await digestOfFile(file)).digest;
}

/** An archive has no referrers. */
function storeOf(image: string, host: Host): ObjectStore | undefined {
  const location = locateImage(image, host.cwd);
  const world = {
    cwd: host.cwd,
    env: host.env,
    signal: host.signal,
    onSecret: (secret: string) => host.secret(secret),
  };
  if (location.kind === 'registry') return openStore(location.reference.store, world);
  if (location.kind === 'archive') return undefined;
  return openStore({ kind: 'layout', directory: location.path, text: `oci-layout:${location.path}` }, world);
}

function findingOf(
  name: string,
  digest: string | undefined,
  vouched: Exclude<Vouched, { state: 'vouched' }>,
  { required }: Requirements,
): Finding {
  const isRequired = required?.some((glob) => matchesName(glob, name)) ?? true;
  return { severity: isRequired ? 'error' : 'notice', artifact: name, ...textOf(name, digest, vouched) };
}

function textOf(
  name: string,
  digest: string | undefined,
  vouched: Exclude<Vouched, { state: 'vouched' }>,
): Pick<Finding, 'rule' | 'message' | 'next'> {
  switch (vouched.state) {
    case 'missing':
      return {
        rule: 'gate/provenance-missing',
        message:
          digest === undefined
            ? `${name} is not at hand, and the index does not say its digest`
            : `${name}: no attestation names it (${digest})`,
        next: 'Let `publish` write `provenance`, sign that with actions/attest, and name the bundle with `attestations` (docs/provenance.md).',
      };
    case 'not verified':
      return {
        rule: 'gate/provenance-not-verified',
        message: `${name}: the signature of ${vouched.place} does not hold: ${vouched.why}`,
        next: 'Find out where that attestation comes from and whether it was altered; then attest again.',
      };
    case 'another signer':
      return {
        rule: 'gate/provenance-signer',
        message: `${name}: ${vouched.place} is not by whom it should be: ${vouched.why}`,
        next: 'Attest in the workflow that releases, or correct `signer-repository`, `signer-identity` or `signer-issuer`.',
      };
    default:
      return {
        rule: 'gate/provenance-differs',
        message: `${name}: ${vouched.place} is ${vouched.state}: ${vouched.why}`,
        next: 'Attest what `publish` of this very build wrote.',
      };
  }
}
