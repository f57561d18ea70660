import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type BlobSource, blobOfBytes, blobOfFile } from '../blob-source.ts';
import { digestOfBytes, digestOfFile } from '../digest.ts';
import { MEDIA_TYPE_IMAGE_MANIFEST } from '../media-types.ts';
import { readWhole } from '../read-whole.ts';
import { parseStoreReference, type RegistryReference } from '../reference.ts';
import { parseTag } from '../tag.ts';
import { growingBlob } from '../testing/growing-blob.ts';
import {
  proveContract,
  proveMount,
  proveReferrers,
  storedManifest,
} from '../testing/object-store-contract.ts';
import { answer, loopbackRegistry } from '../testing/registry-server.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import type { Credentials } from './credentials.ts';
import { RegistryStore } from './registry-store.ts';
import { Answer, type Transport } from './transport.ts';

const ME = { username: 'me', password: 'secret' };
const tag = parseTag('build-id-00ff');

function storeAt(host: string, credentials?: Credentials, signal?: AbortSignal): RegistryStore {
  return new RegistryStore({
    reference: parseStoreReference(`${host}/acme/symbols`) as RegistryReference,
    credentials: async () => credentials,
    retry: { attempts: 3, baseMs: 1, maxMs: 50 },
    settleMs: 1,
    ...(signal === undefined ? {} : { signal }),
  });
}

test.each([{ kind: 'none' }, { kind: 'basic', ...ME }, { kind: 'token', ...ME }] as const)(
  'is an object store (auth: $kind)',
  async (auth) => {
    await using registry = await loopbackRegistry(auth);
    await proveContract(storeAt(registry.host, ME));
    await proveMount(storeAt(registry.host, ME), storeAt(registry.host, ME));
  },
);

test.each([true, false])('lists referrers (API: %s)', async (hasReferrersApi) => {
  await using registry = await loopbackRegistry();
  registry.hasReferrersApi = hasReferrersApi;
  await proveReferrers(storeAt(registry.host));
  const fallback = [...registry.tags.keys()].filter((name) => name.startsWith('sha256-'));
  expect(fallback).toHaveLength(hasReferrersApi ? 0 : 1);
});

test('a fallback tag that stands for something else is left alone', async () => {
  await using registry = await loopbackRegistry();
  const store = storeAt(registry.host);
  const base = JSON.parse(Buffer.from(await storedManifest(store, 'one')).toString());
  const digest = `sha256:${'7'.repeat(64)}` as const;
  const taken = parseTag(digest.replace(':', '-'));
  const mediaType = MEDIA_TYPE_IMAGE_MANIFEST;
  await store.putManifest({ mediaType, bytes: Buffer.from(JSON.stringify(base)), tag: taken });
  const before = registry.tags.get(taken);
  const bytes = Buffer.from(JSON.stringify({ ...base, subject: { mediaType, digest, size: 1 } }));
  await expect(store.putReferrer({ mediaType, bytes })).rejects.toMatchObject({
    kind: 'malformed',
    code: 'REFERRERS_TAG',
    message: expect.stringContaining(taken),
  });
  expect(registry.tags.get(taken)).toBe(before);
});

test('an API that never lists what was put is said, whatever OCI-Subject promised', async () => {
  await using registry = await loopbackRegistry();
  registry.fault = (request, response) => {
    response.setHeader('oci-subject', `sha256:${'7'.repeat(64)}`);
    if (!request.url?.includes('/referrers/')) return false;
    answer(response, 200, { schemaVersion: 2, manifests: [] });
    return true;
  };
  const store = storeAt(registry.host);
  const mediaType = MEDIA_TYPE_IMAGE_MANIFEST;
  const base = JSON.parse(Buffer.from(await storedManifest(store, 'one')).toString());
  const subject = { mediaType, digest: `sha256:${'7'.repeat(64)}`, size: 1 };
  await expect(
    store.putReferrer({ mediaType, bytes: Buffer.from(JSON.stringify({ ...base, subject })) }),
  ).rejects.toMatchObject({ kind: 'unavailable', code: 'REFERRERS_LOST' });
});

test('a token that expires in mid-upload is renewed, and the body is sent again', async () => {
  await using registry = await loopbackRegistry({ kind: 'token', ...ME, uses: 1 });
  const store = storeAt(registry.host, ME);
  const blob = blobOfBytes(Buffer.alloc(300_000, 'x'));
  expect(await store.putBlob(blob)).toBe(true);
  expect(registry.blobs.get(blob.digest)?.length).toBe(blob.size);
  expect(registry.calls.filter((call) => call === 'GET /token').length).toBeGreaterThan(1);
});

test('a file is streamed from disk', async () => {
  await using registry = await loopbackRegistry();
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'blob');
  await writeFile(path, Buffer.alloc(3_000_000, 'abc'));
  const { digest, size } = await digestOfFile(path);
  let counted = 0;
  await storeAt(registry.host).putBlob(blobOfFile(path, digest, size), (bytes) => (counted += bytes));
  expect(registry.blobs.get(digest)?.length).toBe(size);
  expect(counted).toBe(size);
});

test.each([
  ['no credentials', undefined],
  ['wrong credentials', { username: 'me', password: 'wrong' }],
])('%s: denied, without the secret', async (_what, credentials) => {
  for (const kind of ['basic', 'token'] as const) {
    await using registry = await loopbackRegistry({ kind, ...ME });
    const failure = await storeAt(registry.host, credentials)
      .resolveTag(tag)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'unavailable',
      code: 'REGISTRY_DENIED',
      next: expect.stringMatching(/[Ll]og in/),
    });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('wrong');
  }
});

test.each([429, 500, 503])('a %d passes', async (status) => {
  await using registry = await loopbackRegistry();
  let faults = 2;
  registry.fault = (_request, response) => {
    if (faults-- <= 0) return false;
    response.setHeader('retry-after', '0');
    answer(response, status);
    return true;
  };
  expect(await storeAt(registry.host).resolveTag(tag)).toBeUndefined();
  expect(registry.calls).toHaveLength(3);
});

test.each([
  [429, 'REGISTRY_BUSY'],
  [503, 'REGISTRY_FAILED'],
  [403, 'REGISTRY_DENIED'],
  [418, 'REGISTRY_REFUSED'],
])('a %d that stays names the call and what the registry says', async (status, code) => {
  await using registry = await loopbackRegistry();
  registry.fault = (_request, response) => {
    answer(response, status, { errors: [{ code: 'WHY', message: 'because\n::error::no' }] });
    return true;
  };
  await expect(storeAt(registry.host).getManifest(tag)).rejects.toMatchObject({
    kind: 'unavailable',
    code,
    status,
    file: `${registry.host}/acme/symbols`,
    message: `GET http://${registry.host}/v2/acme/symbols/manifests/${tag} answers ${status} (WHY: because ::error::no)`,
  });
});

test('an upload that is cut begins again with a new session', async () => {
  await using registry = await loopbackRegistry();
  let cuts = 2;
  registry.fault = (request) => {
    if (request.method !== 'PUT' || cuts-- <= 0) return false;
    request.once('data', () => request.socket.destroy());
    return true;
  };
  const blob = blobOfBytes(Buffer.alloc(500_000, 'x'));
  let counted = 0;
  await storeAt(registry.host).putBlob(blob, (bytes) => (counted += bytes));
  expect(registry.blobs.has(blob.digest)).toBe(true);
  expect(counted).toBe(blob.size);
  expect(registry.calls.filter((call) => call.startsWith('POST'))).toHaveLength(3);
});

test('a blob that is made while it is sent, and turns out to be there, is not sent to its end', async () => {
  await using registry = await loopbackRegistry();
  const bytes = randomBytes(20_000_000);
  await using growing = await growingBlob(bytes);
  registry.blobs.set(digestOfBytes(bytes), bytes);
  let counted = 0;
  registry.fault = (request) => request.method === 'PATCH';
  expect(await storeAt(registry.host).streamBlob(growing.blob, (sent) => (counted += sent))).toBe(false);
  expect(counted).toBeLessThan(bytes.length);
  expect(registry.calls.map((call) => call.split(' ')[0])).toEqual(['POST', 'PATCH', 'HEAD', 'DELETE']);
});

test('a blob that cannot be made is not stored, and its own error is said', async () => {
  await using registry = await loopbackRegistry();
  const failure = new Error('the file changed');
  await using growing = await growingBlob(randomBytes(2_000_000), failure);
  await expect(storeAt(registry.host).streamBlob(growing.blob)).rejects.toBe(failure);
  expect(registry.blobs.size).toBe(0);
});

test('a registry that stores something else than what was streamed gets the whole blob again', async () => {
  await using registry = await loopbackRegistry();
  registry.fault = (request, response) => {
    if (request.method !== 'PATCH') return false;
    request.resume().once('end', () => answer(response, 202));
    return true;
  };
  const bytes = randomBytes(1_000_000);
  await using growing = await growingBlob(bytes);
  let counted = 0;
  expect(await storeAt(registry.host).streamBlob(growing.blob, (sent) => (counted += sent))).toBe(true);
  expect(registry.blobs.get(digestOfBytes(bytes))?.equals(bytes)).toBe(true);
  expect(counted).toBe(bytes.length);
});

test('a token that expires in the middle of a streamed upload is renewed', async () => {
  await using registry = await loopbackRegistry({ kind: 'token', ...ME, uses: 1 });
  const bytes = randomBytes(1_000_000);
  await using growing = await growingBlob(bytes);
  expect(await storeAt(registry.host, ME).streamBlob(growing.blob)).toBe(true);
  expect(registry.blobs.get(digestOfBytes(bytes))?.equals(bytes)).toBe(true);
});

test('a file that changed is not uploaded', async () => {
  await using registry = await loopbackRegistry();
  const honest = blobOfBytes(Buffer.from('abc'));
  const lies: BlobSource = { ...honest, open: () => blobOfBytes(Buffer.from('abd')).open() };
  await expect(storeAt(registry.host).putBlob(lies)).rejects.toThrow();
  expect(registry.blobs.size).toBe(0);
});

test('credentials never cross to another origin', async () => {
  await using registry = await loopbackRegistry({ kind: 'basic', ...ME });
  await using elsewhere = await loopbackRegistry();
  const blob = blobOfBytes(Buffer.from('content'));
  elsewhere.blobs.set(blob.digest, Buffer.from('content'));
  registry.fault = (request, response) => {
    if (request.headers.authorization === undefined || request.method !== 'GET') return false;
    response.writeHead(307, { location: `http://${elsewhere.host}/v2/x/blobs/${blob.digest}?signed=1` });
    response.end();
    return true;
  };
  const content = await readWhole(await storeAt(registry.host, ME).getBlob(blob), 100, 'x');
  expect(content.toString()).toBe('content');
  expect(registry.authorisations.length).toBeGreaterThan(0);
  expect(elsewhere.authorisations).toEqual([]);
});

test.each(['http://example.com/x', 'file:///etc/passwd', 'http://', undefined])(
  'a redirect to %s is refused',
  async (location) => {
    await using registry = await loopbackRegistry();
    registry.fault = (_request, response) => {
      response.writeHead(307, location === undefined ? {} : { location });
      response.end();
      return true;
    };
    await expect(storeAt(registry.host).getManifest(tag)).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
  },
);

test('redirects end', async () => {
  await using registry = await loopbackRegistry();
  registry.fault = (request, response) => {
    response.writeHead(307, { location: request.url });
    response.end();
    return true;
  };
  await expect(storeAt(registry.host).getManifest(tag)).rejects.toMatchObject({ status: 307 });
  expect(registry.calls).toHaveLength(6);
});

test('wrong and truncated content is not believed', async () => {
  await using registry = await loopbackRegistry();
  const store = storeAt(registry.host);
  const blob = blobOfBytes(Buffer.from('content'));
  registry.blobs.set(blob.digest, Buffer.from('CONTENT'));
  await expect(readWhole(await store.getBlob(blob), 100, 'x')).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
  });
  registry.blobs.set(blob.digest, Buffer.from('cont'));
  expect(await store.hasBlob(blob)).toBe(false);
  await expect(readWhole(await store.getBlob(blob), 100, 'x')).rejects.toMatchObject({
    code: 'SIZE_MISMATCH',
  });
  registry.fault = (_request, response) => {
    response.writeHead(200, { 'content-length': 7 });
    response.write('cont');
    setTimeout(() => response.destroy(), 20);
    return true;
  };
  await expect(readWhole(await store.getBlob(blob), 100, 'x')).rejects.toThrow();
});

test('what reads back otherwise than it was sent is said', async () => {
  await using registry = await loopbackRegistry();
  const store = storeAt(registry.host);
  const bytes = randomBytes(200_000);
  const blob = blobOfBytes(bytes);
  const tail = blobOfBytes(bytes.subarray(-100));
  await expect(store.proveBlob(blob, tail)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
  await store.putBlob(blob);
  await store.proveBlob(blob, tail);
  await store.proveBlob(blob);
  const others = Buffer.from(bytes);
  others[199_950] = (bytes[199_950] ?? 0) ^ 1;
  registry.blobs.set(blob.digest, others);
  await expect(store.proveBlob(blob, tail)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  for (const cut of [bytes.subarray(1), bytes.subarray(0, 100_000), Buffer.concat([bytes, bytes])]) {
    registry.blobs.set(blob.digest, cut);
    await expect(store.proveBlob(blob, tail)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
  }
  const small = blobOfBytes(Buffer.from('small'));
  registry.blobs.set(small.digest, Buffer.from('SMALL'));
  await expect(store.proveBlob(small)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

test('a manifest whose bytes are others is not believed', async () => {
  await using registry = await loopbackRegistry();
  const store = storeAt(registry.host);
  const bytes = await storedManifest(store, 'one');
  const digest = await store.putManifest({ mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes, tag });
  registry.manifests.set(digest, { mediaType: MEDIA_TYPE_IMAGE_MANIFEST, bytes: Buffer.from('{}') });
  await expect(store.getManifest(tag)).rejects.toMatchObject({ kind: 'malformed', code: 'DIGEST_MISMATCH' });
  await expect(store.getManifest(digest)).rejects.toMatchObject({
    kind: 'malformed',
    code: 'DIGEST_MISMATCH',
  });
});

test('an endless manifest is cut off', async () => {
  await using registry = await loopbackRegistry();
  registry.fault = (_request, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
    return true;
  };
  await expect(storeAt(registry.host).getManifest(tag)).rejects.toMatchObject({ code: 'MANIFEST_TOO_LARGE' });
});

test('nobody there', async () => {
  const registry = await loopbackRegistry();
  await registry[Symbol.asyncDispose]();
  await expect(storeAt(registry.host).resolveTag(tag)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'REGISTRY_UNREACHABLE',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('an HTML page is no answer', async () => {
  await using registry = await loopbackRegistry();
  registry.fault = (_request, response) => {
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<h1>Portal</h1>');
    return true;
  };
  const store = storeAt(registry.host);
  await expect(store.putBlob(blobOfBytes(Buffer.from('x')))).rejects.toMatchObject({
    code: 'REGISTRY_NOT_FOUND',
    message: expect.not.stringContaining('Portal'),
  });
});

test('cancelling stops the waiting', async () => {
  await using registry = await loopbackRegistry();
  const cancel = new AbortController();
  registry.fault = () => {
    setTimeout(() => cancel.abort(), 10);
    return true;
  };
  await expect(storeAt(registry.host, undefined, cancel.signal).resolveTag(tag)).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

test('HTTPS everywhere but on loopback', async () => {
  const asked: string[] = [];
  const transport: Transport = async (url) => {
    asked.push(String(url));
    return new Answer(404, {}, Readable.from([]));
  };
  for (const host of ['ghcr.io', '10.0.0.1:5000', 'localhost.evil.com', 'localhost:5000', 'docker.io']) {
    const reference = parseStoreReference(`${host}/a/b`) as RegistryReference;
    await new RegistryStore({ reference, transport }).resolveTag(tag);
  }
  expect(asked.map((url) => new URL(url).origin)).toEqual([
    'https://ghcr.io',
    'https://10.0.0.1:5000',
    'https://localhost.evil.com',
    'http://localhost:5000',
    'https://registry-1.docker.io',
  ]);
});
