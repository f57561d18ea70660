import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Host, Inputs, type Outcome } from '@gosymbols/host';
import { loopbackRegistry } from '@gosymbols/oci/testing/registry-server';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { exampleIndex } from '@gosymbols/symbols/testing/example-index';
import { quietHost } from '@gosymbols/symbols/testing/quiet-host';
import { expect, test } from 'vitest';
import { verb } from './verb.ts';

async function publish(host: Host, given: Record<string, string> = {}): Promise<Outcome> {
  return verb.run(new Inputs(verb.spec, given), host);
}

const bytesOf = (index: string): Promise<string> => readFile(index, 'utf8');

test('stores every debug file once, and writes receipts into the index', async () => {
  await using directory = await temporaryDirectory();
  const index = await exampleIndex(directory.path, [
    { name: 'api' },
    { name: 'worker' },
    { name: 'tool', whole: true },
  ]);
  const host = quietHost(directory.path);
  const first = await publish(host);
  expect(first.outputs).toMatchObject({ published: 2, existing: 0 });
  expect(first.outputs['bundles']).toMatchObject([{ platform: 'linux/amd64', members: 2, existed: false }]);
  expect(first.text).toContain('gosymbols fetch --store oci-layout:.gosymbols/symbols --build-id ');
  expect(host.said).toContain('info: tool: it was not split, nothing to publish');
  const written = JSON.parse(await bytesOf(index));
  expect(written.binaries.map(({ receipts }: { receipts?: unknown[] }) => receipts?.length)).toEqual([
    1,
    1,
    undefined,
  ]);
  expect(written.binaries[0].receipts[0]).toMatchObject({
    store: 'oci-layout:.gosymbols/symbols',
    tag: `build-id-${written.binaries[0].split.after.buildIds.gnu}`,
    debugDigest: written.binaries[0].split.debug.digest,
    existed: false,
    verified: true,
  });

  const second = await publish(host);
  expect(second.outputs).toMatchObject({ published: 0, existing: 2, 'stored-bytes': 0 });
  expect(second.outputs['bundles']).toMatchObject([{ existed: true }]);
  const again = JSON.parse(await bytesOf(index));
  expect(again.binaries[0].receipts).toHaveLength(1);
});

test('a registry, with an image as subject', async () => {
  await using registry = await loopbackRegistry({ kind: 'basic', username: 'me', password: 'secret' });
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api' }, { name: 'api-arm', arch: 'arm64' }]);
  const login = { auths: { [registry.host]: { username: 'me', password: 'secret' } } };
  await writeFile(join(directory.path, 'config.json'), JSON.stringify(login));
  const image = Buffer.from('{"schemaVersion":2}');
  registry.manifests.set('v1', { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes: image });
  const store = `${registry.host}/acme/symbols`;
  const host = quietHost(directory.path, { DOCKER_CONFIG: directory.path });
  const digest = `sha256:${'1'.repeat(64)}`;
  await expect(
    publish(host, { store, subject: `${registry.host}/acme/shop@${digest}` }),
  ).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
  registry.tags.set('v1', 'v1');
  registry.manifests.set(digest, { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes: image });
  registry.fault = (request, response) => {
    if (request.method !== 'HEAD' || !request.url?.endsWith('/acme/shop/manifests/v1')) return false;
    response
      .writeHead(200, {
        'docker-content-digest': digest,
        'content-length': image.length,
        'content-type': 'application/vnd.oci.image.manifest.v1+json',
      })
      .end();
    return true;
  };
  const { outputs } = await publish(host, { store, subject: `${registry.host}/acme/shop:v1` });
  expect(outputs).toMatchObject({ published: 2 });
  expect(outputs['bundles']).toMatchObject([
    { tag: `symbols-sha256-${'1'.repeat(64)}-linux-amd64`, members: 1 },
    { tag: `symbols-sha256-${'1'.repeat(64)}-linux-arm64`, members: 1 },
  ]);
  const bundle = registry.manifests.get(
    registry.tags.get(`symbols-sha256-${'1'.repeat(64)}-linux-amd64`) ?? '',
  );
  expect(JSON.parse(bundle?.bytes.toString() ?? '{}').subject).toEqual({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest,
    size: image.length,
  });
});

test('a dry run lists what would go and writes nothing', async () => {
  await using directory = await temporaryDirectory();
  const index = await exampleIndex(directory.path, [{ name: 'api' }]);
  const before = await bytesOf(index);
  const outcome = await publish(quietHost(directory.path), { 'dry-run': 'true' });
  expect(outcome.text).toContain('1 of 1 debug files would go');
  expect(outcome.document).toMatchObject({ dryRun: true, files: [{ name: 'api', standing: 'absent' }] });
  expect(await readdir(directory.path)).toEqual(['dist']);
  expect(await bytesOf(index)).toBe(before);
  await publish(quietHost(directory.path));
  expect((await publish(quietHost(directory.path), { 'dry-run': 'true' })).document).toMatchObject({
    files: [{ standing: 'equal' }],
  });
});

test('an index with nothing to publish says so', async () => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api', whole: true }]);
  const outcome = await publish(quietHost(directory.path));
  expect(outcome.outputs).toMatchObject({ published: 0, existing: 0 });
  expect(outcome.text).toContain('Nothing to publish');
  expect(await readdir(directory.path)).toEqual(['dist']);
});

test('binaries without an ID of their own are warned of', async () => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api', constant: '-buildid=redacted' }]);
  const host = quietHost(directory.path);
  await publish(host);
  expect(host.said.join()).toMatch(
    /warning: api has a build ID that is not its own \(-buildid=redacted\).*`repair`/,
  );
});

test('the same input gives the same manifests, whoever publishes', async () => {
  const digests: unknown[] = [];
  for (const epoch of ['1764000000', '1764000000', '0']) {
    await using directory = await temporaryDirectory();
    await exampleIndex(directory.path, [{ name: 'api' }]);
    const { outputs } = await publish(quietHost(directory.path, { SOURCE_DATE_EPOCH: epoch }));
    digests.push([outputs['receipts'], outputs['bundles']]);
  }
  expect(digests[0]).toEqual(digests[1]);
  expect(digests[0]).not.toEqual(digests[2]);
});

const gnu = 'ab'.repeat(20);
test.each([
  ['a missing index', async (index: string) => rm(index), 'INDEX_MISSING'],
  ['an index that is not JSON', async (index: string) => writeFile(index, '{'), 'INDEX_NOT_JSON'],
  [
    'a missing debug file',
    async (index: string) => rm(join(index, '../api-api.debug')),
    'DEBUG_FILE_MISSING',
  ],
  [
    'a shortened debug file',
    async (index: string) => truncate(join(index, '../api-api.debug'), 5),
    'DEBUG_FILE_MISSING',
  ],
  [
    'a changed debug file',
    async (index: string) => writeFile(join(index, '../api-api.debug'), Buffer.alloc(40_000)),
    'DEBUG_FILE_CHANGED',
  ],
])('%s: one clear error, and no symbols', async (_what, damage, code) => {
  await using directory = await temporaryDirectory();
  const index = await exampleIndex(directory.path, [{ name: 'api' }]);
  await damage(index);
  const before = await bytesOf(index).catch(() => 'none');
  await expect(publish(quietHost(directory.path))).rejects.toMatchObject({
    kind: 'request',
    code,
    next: expect.any(String),
  });
  expect(await bytesOf(index).catch(() => 'none')).toBe(before);
  expect(await readdir(join(directory.path, '.gosymbols/symbols/blobs/sha256')).catch(() => [])).toEqual([]);
});

test.each([
  ['an unproven pair', [{ name: 'api', proven: false }], 'PROOF_FAILED'],
  [
    'two binaries of one ID',
    [
      { name: 'a', gnu },
      { name: 'b', gnu },
    ],
    'BUILD_ID_SHARED',
  ],
])('%s is refused before anything is stored', async (_what, binaries, code) => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, binaries);
  await expect(publish(quietHost(directory.path))).rejects.toMatchObject({ kind: 'request', code });
  expect(await readdir(directory.path)).toEqual(['dist']);
});

test('another build under the same ID is refused, both digests said', async () => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api', gnu, seed: 'one' }]);
  await publish(quietHost(directory.path));
  const index = await exampleIndex(directory.path, [{ name: 'api', gnu, seed: 'two' }]);
  const before = await bytesOf(index);
  await expect(publish(quietHost(directory.path))).rejects.toMatchObject({
    kind: 'request',
    code: 'SYMBOLS_DIFFER',
  });
  expect(await bytesOf(index)).toBe(before);
});

test.each([
  [{ store: 'symbols' }, 'REFERENCE_FORMAT'],
  [{ store: 'ghcr.io/acme/symbols:v1' }, 'REFERENCE_FORMAT'],
  [{ store: 'oci-layout:dist' }, 'STORE_NOT_A_LAYOUT'],
  [{ store: 'oci-layout:dist/gosymbols.json' }, 'STORE_NOT_A_LAYOUT'],
  [{ compression: 'brotli' }, 'INPUT_VALUE'],
  [{ subject: 'shop' }, 'REFERENCE_FORMAT'],
  [{ 'dry-run': 'perhaps' }, 'INPUT_VALUE'],
])('%o is refused', async (given, code) => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api' }]);
  const names = await readdir(join(directory.path, 'dist'));
  await expect(publish(quietHost(directory.path), given)).rejects.toMatchObject({ kind: 'request', code });
  expect(await readdir(join(directory.path, 'dist'))).toEqual(names);
});

test('a registry that is down: unavailable, the index as it was', async () => {
  const registry = await loopbackRegistry();
  await registry[Symbol.asyncDispose]();
  await using directory = await temporaryDirectory();
  const index = await exampleIndex(directory.path, [{ name: 'api' }]);
  const before = await bytesOf(index);
  await expect(
    publish(quietHost(directory.path), { store: `${registry.host}/acme/symbols` }),
  ).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'REGISTRY_UNREACHABLE',
  });
  expect(await bytesOf(index)).toBe(before);
});

test('a dry run says the digests that the run then has', async () => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api' }, { name: 'worker' }]);
  await writeFile(join(directory.path, 'go.mod'), 'module example.com/shop\n');
  await writeFile(join(directory.path, 'main.go'), 'package main\n');
  await writeFile(join(directory.path, 'secret.pem'), 'not a source');
  const given = { include: 'executable\nsources' };
  const dry = (await publish(quietHost(directory.path), { ...given, 'dry-run': 'true' })).document as {
    files: { digest: string; layers: { size: number; there: boolean }[] }[];
    bundles: { tag: string; digest: string }[];
  };
  const { outputs } = await publish(quietHost(directory.path), given);
  const receipts = outputs['receipts'] as { digest: string; layerBytes: number }[];
  expect(receipts.map(({ digest }) => digest)).toEqual(dry.files.map(({ digest }) => digest));
  expect(receipts.map(({ layerBytes }) => layerBytes)).toEqual(
    dry.files.map(({ layers }) => layers.reduce((sum, { size }) => sum + size, 0)),
  );
  expect(dry.files.map(({ layers }) => layers.length)).toEqual([3, 3]);
  expect(outputs['bundles']).toMatchObject(dry.bundles.map(({ tag, digest }) => ({ tag, digest })));
});

test('ephemeral symbols leave the tags of a release alone', async () => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api' }], { source: { ref: 'refs/tags/v1.0.0' } });
  const { outputs } = await publish(quietHost(directory.path), {
    ephemeral: 'pr-212',
    'expires-after': '36h',
  });
  expect(outputs).toMatchObject({
    published: 1,
    receipts: [{ tag: expect.stringMatching(/^ephemeral-build-id-/) }],
    bundles: [{ tag: 'ephemeral-bundle-pr-212-linux-amd64' }],
  });
  const layout = JSON.parse(await readFile(join(directory.path, '.gosymbols/symbols/index.json'), 'utf8'));
  expect(layout.manifests).toHaveLength(2);
});

test.each([
  [{ ephemeral: 'PR 212' }, 'EPHEMERAL_FORMAT'],
  [{ ephemeral: 'pr-212', 'expires-after': 'soon' }, 'EPHEMERAL_FORMAT'],
  [{ ephemeral: 'pr-212', 'expires-after': '0d' }, 'EPHEMERAL_FORMAT'],
  [{ include: 'everything' }, 'INPUT_VALUE'],
  [{ include: 'sources' }, 'SOURCES_MISSING'],
])('%o is refused before anything is stored', async (given, code) => {
  await using directory = await temporaryDirectory();
  await exampleIndex(directory.path, [{ name: 'api' }]);
  await expect(publish(quietHost(directory.path), given)).rejects.toMatchObject({ kind: 'request', code });
  expect(await readdir(directory.path)).toEqual(['dist']);
});
