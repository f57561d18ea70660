import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { exampleIndex } from '@gosymbols/symbols/testing/example-index';
import { describe, expect, test } from 'vitest';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { REGISTRIES, type RegistryKind } from '../support/registries.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const PUBLISHERS = 16;

interface Published {
  readonly receipts: readonly { readonly tag: string; readonly digest: string; readonly verified: boolean }[];
  readonly bundles: readonly { readonly tag: string }[];
}

/** One job of a release, as a process of its own. */
function publisher(index: string, store: string, subject: string): Promise<Published> {
  const publish = ['publish', '--index', index, '--store', store, '--subject', subject, '--json'];
  const child = spawn(process.execPath, [BUNDLE, ...publish], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => {
      if (status === 0) done(JSON.parse(stdout) as Published);
      else fail(new Error(`a publisher exited ${status}: ${stderr}`));
    });
  });
}

interface Looks {
  /** What oras finds from the image. */
  readonly referrersOf: (image: string) => readonly string[];
  /** The bytes of the manifest. */
  readonly manifestOf: (tag: string) => string;
}

/** Sixteen jobs of one release at once; then everything that each of them was told must be there. */
async function release(store: string, image: string, { manifestOf, referrersOf }: Looks): Promise<void> {
  using folder = scratch();
  const layersOf = (tag: string): readonly string[] => layers(manifestOf(tag));
  const names = Array.from({ length: PUBLISHERS }, (_, index) => `program-${index}`);
  const indexes = await Promise.all(
    names.map((name) => {
      mkdirSync(folder.at(name));
      const source = {
        repository: 'https://example.com/shop',
        commit: 'a'.repeat(40),
        ref: 'refs/tags/v1.0.0',
      };
      return exampleIndex(folder.at(name), [{ name }], { source });
    }),
  );
  const published = await Promise.all(indexes.map((index) => publisher(index, store, image)));
  expect(published.flatMap(({ receipts }) => receipts.map(({ verified }) => verified))).toEqual(
    names.map(() => true),
  );
  const bundles = new Set(published.flatMap((one) => one.bundles.map(({ tag }) => tag)));
  expect([...bundles]).toEqual([expect.stringMatching(/^symbols-sha256-[0-9a-f]{64}-linux-amd64$/)]);
  const [bundle = ''] = bundles;
  const single = published.flatMap(({ receipts }) => receipts.flatMap(({ tag }) => layersOf(tag)));
  expect(new Set(single).size).toBe(PUBLISHERS);
  expect([...layersOf(bundle)].sort()).toEqual([...single].sort());
  // Earlier states of the bundle may be listed besides the one that holds all.
  const digest = createHash('sha256').update(manifestOf(bundle)).digest('hex');
  expect(referrersOf(image)).toContain(`sha256:${digest}`);
  for (const index of indexes) expect(gosymbols(['gate', '--index', index, '--store', store]).status).toBe(0);
}

const layers = (manifest: string): readonly string[] =>
  (JSON.parse(manifest) as { layers: readonly { digest: string }[] }).layers.map(({ digest }) => digest);

describe(`${PUBLISHERS} publishers of one release at once lose nothing`, () => {
  test.skipIf(lacks('oras'))('in a layout', async () => {
    using folder = scratch();
    const path = folder.at('layout');
    const there = ['--oci-layout'];
    pushImage(`${path}:v1`, there);
    await release(`oci-layout:${path}`, `oci-layout:${path}:v1`, {
      manifestOf: (tag) => output('oras', ['manifest', 'fetch', ...there, `${path}:${tag}`]),
      referrersOf: () => discovered(`${path}:v1`, there),
    });
  });

  test.each<RegistryKind>(REGISTRIES)('in $name', async (kind) => {
    if (lacks(...kind.tools, 'oras')) return;
    await using registry = await kind.start();
    const store = `${registry.host}/acme/shop/symbols`;
    const there = ['--plain-http'];
    pushImage(`${store}:v1`, there);
    await release(store, `${store}:v1`, {
      manifestOf: (tag) => output('oras', ['manifest', 'fetch', ...there, `${store}:${tag}`]),
      referrersOf: (image) => discovered(image, there),
    });
  });
});

/** Anything with a digest can be a subject. */
function pushImage(reference: string, where: readonly string[]): void {
  output('oras', ['push', ...where, '--artifact-type', 'application/vnd.example.shop', reference]);
}

function discovered(image: string, where: readonly string[]): readonly string[] {
  const { referrers } = JSON.parse(output('oras', ['discover', ...where, '--format', 'json', image])) as {
    referrers: readonly { digest: string }[];
  };
  return referrers.map(({ digest }) => digest);
}
