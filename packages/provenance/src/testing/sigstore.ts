import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { bundleToJSON } from '@sigstore/bundle';
import {
  fulcioHandler,
  initializeCA,
  initializeTLog,
  initializeTSA,
  rekorHandler,
  tsaHandler,
} from '@sigstore/mock';
import { DSSEBundleBuilder, FulcioSigner, RekorWitness, TSAWitness, type Witness } from '@sigstore/sign';
import { GITHUB_ISSUER } from '../trust.ts';
import { certificateLog } from './certificate-log.ts';

/** Claims of the token that a workflow's job gets. */
export interface Claims {
  readonly iss?: string;
  readonly repository?: string;
  readonly workflow?: string;
  readonly ref?: string;
}

/**
 * A Sigstore of our own on the loopback interface: certificate authority, certificate log, transparency log and timestamp
 * authority with keys made for this test, spoken to by the library that actions/attest signs with.
 */
export interface LocalSigstore extends AsyncDisposable {
  /** trusted_root.json of this instance. */
  readonly trustedRoot: object;
  /** The bundle's JSON of a statement signed by a workflow with these claims. */
  sign(statement: object | string, claims?: Claims): Promise<string>;
}

/** @param log false: like GitHub's own instance for private repositories, a timestamp authority and no logs. */
export async function localSigstore({ log = true }: { readonly log?: boolean } = {}): Promise<LocalSigstore> {
  const handlers = new Map<
    string,
    (body: string) => Promise<{ statusCode: number; response: string | Buffer }>
  >();
  const server = createServer(async (request, response) => {
    // Tests that wait for a process do not answer meanwhile: a kept connection would be a dead one.
    response.shouldKeepAlive = false;
    const body = await text(request);
    const found = handlers.get(request.url ?? '');
    if (found === undefined) return void response.writeHead(404).end();
    const { statusCode, response: answer } = await found(body);
    response.writeHead(statusCode, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = (): KeyPairKeyObjectResult => generateKeyPairSync('ec', { namedCurve: 'P-256' });

  // Whole seconds: DER drops the zeros that end a fraction, and @sigstore/core takes three digits or none. A minute on, as
  // the authorities' own certificates begin now.
  const clock = new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000);
  const ctlog = certificateLog();
  const ca = await initializeCA(
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    log ? ctlog : undefined,
    clock,
  );
  const tlogKeys = keys();
  const tlog = await initializeTLog(url, tlogKeys, clock);
  const tsa = await initializeTSA(keys(), clock);
  for (const { path, fn } of [fulcioHandler(ca), rekorHandler(tlog), tsaHandler(tsa)]) handlers.set(path, fn);

  const always = { start: '2020-01-01T00:00:00Z' };
  const logOf = (publicKey: Buffer, keyId: Buffer): object => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: publicKey.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: always,
    },
    logId: { keyId: keyId.toString('base64') },
  });
  const chain = (...certificates: Buffer[]): object => ({
    uri: url,
    certChain: { certificates: certificates.map((one) => ({ rawBytes: one.toString('base64') })) },
    validFor: always,
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    certificateAuthorities: [chain(ca.rootCertificate)],
    ...(log
      ? {
          ctlogs: [logOf(ctlog.publicKey, ctlog.logID)],
          tlogs: [logOf(tlog.publicKey, createHash('sha256').update(tlog.publicKey).digest())],
        }
      : {}),
    timestampAuthorities: [chain(tsa.intCertificate, tsa.rootCertificate)],
  };

  const sign = async (statement: object | string, claims: Claims = {}): Promise<string> => {
    const witnesses: Witness[] = log
      ? [new RekorWitness({ rekorBaseURL: url, entryType: 'intoto', retry: false })]
      : [new TSAWitness({ tsaBaseURL: url, retry: false })];
    const signer = new FulcioSigner({
      fulcioBaseURL: url,
      retry: false,
      identityProvider: { getToken: () => Promise.resolve(tokenOf(claims)) },
    });
    const data = Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement));
    const bundle = await new DSSEBundleBuilder({ signer, witnesses }).create({
      data,
      type: 'application/vnd.in-toto+json',
    });
    return JSON.stringify(bundleToJSON(bundle));
  };
  return {
    trustedRoot,
    sign,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Claims as https://docs.github.com/actions/concepts/security/openid-connect lists them. The authority does not check the token's own signature. */
function tokenOf({
  iss = GITHUB_ISSUER,
  repository = 'acme/shop',
  workflow = '.github/workflows/release.yml',
  ref = 'refs/tags/v1.2.0',
}: Claims): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const job = `${repository}/${workflow}@${ref}`;
  const claims = {
    iss,
    aud: 'sigstore',
    sub: `https://github.com/${job}`,
    repository,
    ref,
    job_workflow_ref: job,
  };
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}
