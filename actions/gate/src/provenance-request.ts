import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Host, type Inputs, matchFiles, RequestError } from '@gosymbols/host';
import { ProvenanceError } from '@gosymbols/provenance';
import type { Attestation, Trust } from '@gosymbols/provenance/verify';

/** What a gate with `require-provenance: true` believes, and what it was given. */
export interface ProvenanceRequest {
  readonly trust: Trust;
  readonly attestations: readonly Attestation[];
}

const ABOUT = ['attestations', 'trusted-root', 'public-key', 'signer-repository', 'signer-identity'] as const;
/** The largest trust root in use is below 100 kB. */
const MAX_TRUST_BYTES = 4 * 1024 * 1024;

/**
 * Undefined where provenance is not asked for.
 * @throws RequestError `INPUT_VALUE`, `INPUT_REQUIRED`; ProvenanceError
 */
export async function readProvenanceRequest(
  inputs: Inputs,
  host: Host,
): Promise<ProvenanceRequest | undefined> {
  if (!inputs.flag('require-provenance')) {
    const given = ABOUT.find((name) => inputs.text(name) !== undefined);
    if (given === undefined) return undefined;
    throw new RequestError(`input \`${given}\` is given, and provenance is not checked`, {
      code: 'INPUT_VALUE',
      next: 'Add `require-provenance: true`.',
    });
  }
  const { MAX_ATTESTATION_BYTES, parseAttestations } = await import('@gosymbols/provenance/verify');
  const trust = await readTrust(inputs, host);
  const attestations: Attestation[] = [];
  for (const { path } of await matchFiles(inputs.list('attestations'), host.cwd)) {
    attestations.push(...parseAttestations(await textOf(path, MAX_ATTESTATION_BYTES, host), path));
  }
  return { trust, attestations };
}

async function readTrust(inputs: Inputs, host: Host): Promise<Trust> {
  const { parsePublicKey, parseTrustedRoots, publicGoodRoot } = await import('@gosymbols/provenance/verify');
  const [keyFile, rootFile] = [inputs.text('public-key'), inputs.text('trusted-root')];
  const identity = inputs.text('signer-identity');
  const named = inputs.text('signer-repository');
  if (keyFile !== undefined) {
    const other = ABOUT.slice(1).find((name) => name !== 'public-key' && inputs.text(name) !== undefined);
    if (other !== undefined) {
      throw new RequestError(`inputs \`public-key\` and \`${other}\` are both given`, {
        code: 'INPUT_VALUE',
        next: 'A key names its holder itself: give `public-key` alone, or a signer and a trust root.',
      });
    }
    return { kind: 'key', key: parsePublicKey(await textOf(keyFile, MAX_TRUST_BYTES, host), keyFile) };
  }
  const repository = named ?? (identity === undefined ? host.env['GITHUB_REPOSITORY'] : undefined);
  if (repository === undefined && identity === undefined) {
    throw new RequestError('provenance is required, and nothing says who must have signed', {
      code: 'INPUT_REQUIRED',
      next: 'Give `signer-repository` (owner/name), `signer-identity`, or `public-key`: anybody can have a signature.',
    });
  }
  if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new RequestError(`input \`signer-repository\` is \`${repository}\``, {
      code: 'INPUT_VALUE',
      next: 'Write owner/name.',
    });
  }
  const roots =
    rootFile === undefined
      ? [await publicGoodRoot({ cache: resolve(host.tempDir, 'tuf') })]
      : parseTrustedRoots(await textOf(rootFile, MAX_TRUST_BYTES, host), rootFile);
  return {
    kind: 'roots',
    roots,
    signer: { issuer: inputs.text('signer-issuer') ?? '', repository, identity },
  };
}

async function textOf(name: string, most: number, host: Host): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(resolve(host.cwd, name));
    const { size } = await file.stat();
    if (size > most) {
      throw new ProvenanceError(`is ${size} bytes, more than ${most}`, {
        code: 'ATTESTATION_TOO_LARGE',
        file: name,
        next: 'Check the path.',
      });
    }
    return await file.readFile('utf8');
  } finally {
    await file?.close();
  }
}
