import { spawn } from 'node:child_process';
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
function publisher(index: string, store: string): Promise<Published> {
  const child = spawn(process.execPath, [BUNDLE, 'publish', '--index', index, '--store', store, '--json'], {
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

/** Sixteen jobs of one release at once; then everything that each of them was told must be there. */
async function release(store: string, layersOf: (tag: string) => readonly string[]): Promise<void> {
  using folder = scratch();
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
  const published = await Promise.all(indexes.map((index) => publisher(index, store)));
  expect(published.flatMap(({ receipts }) => receipts.map(({ verified }) => verified))).toEqual(
    names.map(() => true),
  );
  const bundles = new Set(published.flatMap((one) => one.bundles.map(({ tag }) => tag)));
  expect([...bundles]).toEqual(['release-v1.0.0-linux-amd64']);
  const single = published.flatMap(({ receipts }) => receipts.flatMap(({ tag }) => layersOf(tag)));
  expect(new Set(single).size).toBe(PUBLISHERS);
  expect([...layersOf('release-v1.0.0-linux-amd64')].sort()).toEqual([...single].sort());
  for (const index of indexes) expect(gosymbols(['gate', '--index', index, '--store', store]).status).toBe(0);
}

const layers = (manifest: string): readonly string[] =>
  (JSON.parse(manifest) as { layers: readonly { digest: string }[] }).layers.map(({ digest }) => digest);

describe(`${PUBLISHERS} publishers of one release at once lose nothing`, () => {
  test.skipIf(lacks('oras'))('in a layout', async () => {
    using folder = scratch();
    const path = folder.at('layout');
    await release(`oci-layout:${path}`, (tag) =>
      layers(output('oras', ['manifest', 'fetch', '--oci-layout', `${path}:${tag}`])),
    );
  });

  test.each<RegistryKind>(REGISTRIES)('in $name', async (kind) => {
    if (lacks(...kind.tools, 'crane')) return;
    await using registry = await kind.start();
    const store = `${registry.host}/acme/shop/symbols`;
    await release(store, (tag) => layers(output('crane', ['manifest', '--insecure', `${store}:${tag}`])));
  });
});
