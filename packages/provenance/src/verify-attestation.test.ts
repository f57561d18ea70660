import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAttestations } from './attestation.ts';
import { debugSymbolsStatement } from './debug-symbols.ts';
import { type LocalSigstore, localSigstore } from './testing/sigstore.ts';
import { GITHUB_ISSUER, parsePublicKey, parseTrustedRoots, type SignerPolicy, type Trust } from './trust.ts';
import { type Verification, verifyAttestation } from './verify-attestation.ts';

const statement = debugSymbolsStatement({
  tool: { name: 'gosymbols', version: '1.0.0' },
  pairs: [
    {
      binary: { name: 'api', digest: `sha256:${'a'.repeat(64)}` },
      debug: { name: 'api.debug', digest: `sha256:${'b'.repeat(64)}` },
      original: { digest: `sha256:${'c'.repeat(64)}` },
      buildIds: { file: 'ab' },
      proof: ['loaded'],
    },
  ],
});

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

let ours: LocalSigstore;
let another: LocalSigstore;
let unlogged: LocalSigstore;
beforeAll(async () => {
  [ours, another, unlogged] = await Promise.all([
    localSigstore(),
    localSigstore(),
    localSigstore({ log: false }),
  ]);
}, 60_000);
afterAll(async () => {
  for (const one of [ours, another, unlogged]) await one[Symbol.asyncDispose]();
});

function verify(
  text: string,
  roots: readonly LocalSigstore[] = [ours],
  signer: Partial<SignerPolicy> = {},
): Verification {
  const [attestation] = parseAttestations(text, 'it');
  if (attestation === undefined) throw new Error('no attestation');
  const trust: Trust = {
    kind: 'roots',
    roots: parseTrustedRoots(roots.map(({ trustedRoot }) => JSON.stringify(trustedRoot)).join('\n'), 'root'),
    signer: { issuer: GITHUB_ISSUER, repository: 'acme/shop', ...signer },
  };
  return verifyAttestation(attestation, trust);
}

/** A bundle's JSON, to be altered. */
// biome-ignore lint/suspicious/noExplicitAny: the alterations reach anywhere into it
type Change = (bundle: any) => void;

function altered(text: string, change: Change): string {
  const bundle = JSON.parse(text);
  change(bundle);
  return JSON.stringify(bundle);
}

describe('a certificate of an authority that is trusted', () => {
  test('verifies: chain, log, time, signature and signer', async () => {
    expect(verify(await ours.sign(statement))).toEqual({
      state: 'verified',
      signer: 'https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/v1.2.0',
    });
  });

  test('verifies with one of several roots, and with a timestamp where there is no log', async () => {
    expect(verify(await ours.sign(statement), [another, ours]).state).toBe('verified');
    expect(verify(await unlogged.sign(statement), [ours, unlogged]).state).toBe('verified');
  });

  test('a root with a log wants an entry in it', async () => {
    const signed = await ours.sign(statement);
    const without = altered(signed, ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = [];
    });
    expect(verify(without)).toMatchObject({ state: 'not verified' });
  });

  test.each<[string, Parameters<LocalSigstore['sign']>[1], Partial<SignerPolicy>, string]>([
    ['another repository', { repository: 'mallory/shop' }, {}, 'signed in https://github.com/mallory/shop'],
    ['a repository whose name begins alike', { repository: 'acme/shop-evil' }, {}, 'acme/shop-evil'],
    ['another issuer', { iss: 'https://gitlab.com' }, {}, 'vouched for by https://gitlab.com'],
    [
      'another workflow',
      { workflow: '.github/workflows/test.yml' },
      { identity: 'https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/*' },
      'test.yml',
    ],
    [
      'a branch in place of a tag',
      { ref: 'refs/heads/x' },
      { identity: 'https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/*' },
      'refs/heads/x',
    ],
  ])('refuses %s', async (_what, claims, policy, why) => {
    expect(verify(await ours.sign(statement, claims), [ours], policy)).toEqual({
      state: 'another signer',
      why: expect.stringContaining(why),
    });
  });

  test('takes the workflow and ref that the pattern names, and case of a repository as GitHub does', async () => {
    const identity = 'https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/*';
    expect(verify(await ours.sign(statement), [ours], { identity, repository: 'Acme/Shop' }).state).toBe(
      'verified',
    );
  });
});

describe('does not verify', () => {
  test('what an authority that is not trusted certified', async () => {
    expect(verify(await another.sign(statement))).toMatchObject({ state: 'not verified' });
  });

  test.each<[string, Change]>([
    [
      'an altered payload',
      ({ dsseEnvelope }) => {
        const text = Buffer.from(dsseEnvelope.payload, 'base64').toString();
        dsseEnvelope.payload = Buffer.from(text.replace('aaaa', 'dddd')).toString('base64');
      },
    ],
    [
      'an altered signature',
      ({ dsseEnvelope }) => {
        const bytes = Buffer.from(dsseEnvelope.signatures[0].sig, 'base64');
        bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
        dsseEnvelope.signatures[0].sig = bytes.toString('base64');
      },
    ],
    [
      'an altered log entry',
      ({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0].integratedTime = `${Number(tlogEntries[0].integratedTime) + 5}`;
      },
    ],
    [
      'a certificate cut short',
      ({ verificationMaterial: { certificate } }) => {
        certificate.rawBytes = certificate.rawBytes.slice(0, 400);
      },
    ],
  ])('%s', async (_what, change) => {
    expect(verify(altered(await ours.sign(statement), change)).state).toBe('not verified');
  });

  test('a log entry and certificate of another statement', async () => {
    const [good, other] = await Promise.all([ours.sign(statement), ours.sign({ ...statement, subject: [] })]);
    const mixed = altered(good, (bundle) => {
      bundle.verificationMaterial = JSON.parse(other).verificationMaterial;
    });
    expect(verify(mixed).state).toBe('not verified');
  });
});

describe('a key', () => {
  const pairs: readonly [string, () => { publicKey: KeyObject; privateKey: KeyObject }][] = [
    ['ECDSA P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
    ['RSA 2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ];
  const envelope = (key: KeyObject | undefined, payload = JSON.stringify(statement)): Envelope => ({
    payload: Buffer.from(payload).toString('base64'),
    payloadType: 'application/vnd.in-toto+json',
    signatures: key === undefined ? [] : [{ keyid: '', sig: dsse(key, payload) }],
  });
  const dsse = (key: KeyObject, payload: string): string => {
    const type = 'application/vnd.in-toto+json';
    const encoded = `DSSEv1 ${type.length} ${type} ${Buffer.byteLength(payload)} ${payload}`;
    const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    return signBytes(algorithm, Buffer.from(encoded), key).toString('base64');
  };
  const byKey = (document: object, publicKey: KeyObject): Verification => {
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const [attestation] = parseAttestations(JSON.stringify(document), 'it');
    if (attestation === undefined) throw new Error('no attestation');
    return verifyAttestation(attestation, { kind: 'key', key: parsePublicKey(pem, 'key') });
  };

  test.each(pairs)('%s: its envelope verifies, altered or of another it does not', (_name, make) => {
    const { publicKey, privateKey } = make();
    const signed = envelope(privateKey);
    expect(byKey(signed, publicKey)).toMatchObject({ state: 'verified' });
    const both = { ...signed, signatures: [envelope(make().privateKey).signatures[0], ...signed.signatures] };
    expect(byKey(both, publicKey)).toMatchObject({ state: 'verified' });
    const payload = Buffer.from(JSON.stringify({ ...statement, predicate: {} })).toString('base64');
    expect(byKey({ ...signed, payload }, publicKey).state).toBe('not verified');
    expect(byKey(envelope(make().privateKey), publicKey).state).toBe('not verified');
    expect(byKey(envelope(undefined), publicKey)).toEqual({ state: 'not verified', why: 'it is not signed' });
  });

  test('a bare envelope says nothing to a trust root', () => {
    const signed = JSON.stringify(envelope(generateKeyPairSync('ed25519').privateKey));
    expect(verify(signed)).toEqual({ state: 'not verified', why: expect.stringContaining('public-key') });
  });

  test('a private key is refused, and not shown', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(() => parsePublicKey(pem, 'k')).toThrow(expect.objectContaining({ code: 'PUBLIC_KEY_FORMAT' }));
  });
});
