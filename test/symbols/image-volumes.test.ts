import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Containerd } from '../support/containerd.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { mayMount } from '../support/mounts.ts';
import { DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const TOOLS = [
  'containerd',
  'containerd-shim-runc-v2',
  'crictl',
  'runc',
  'unshare',
  'registry',
  'crane',
] as const;

interface Published {
  readonly receipts: readonly { readonly name: string; readonly tag: string; readonly debugDigest: string }[];
  readonly bundles: readonly { readonly tag: string }[];
}

describe.skipIf(lacks(...TOOLS) || !mayMount())('containerd mounts symbols as image volumes', () => {
  const folder = scratch();
  let registry: RunningRegistry;
  let containerd: Containerd;
  const published = new Map<string, Published>();
  const storeOf = (compression: string): string => `${registry.host}/acme/${compression}`;

  beforeAll(async () => {
    registry = await DISTRIBUTION.start();
    for (const name of ['static', 'pie']) {
      cpSync(goProgram({ name, args: name === 'pie' ? ['-buildmode=pie'] : [] }), folder.at(name));
    }
    const dist = folder.at('dist');
    expect(gosymbols(['split', folder.at('static'), folder.at('pie'), '--out-dir', dist]).status).toBe(0);
    const index = ['--index', join(dist, 'gosymbols.json')];
    for (const compression of ['zstd', 'gzip']) {
      const how = ['--compression', compression, '--include', 'executable', '--json'];
      const { status, stdout, stderr } = gosymbols([
        'publish',
        ...index,
        '--store',
        storeOf(compression),
        ...how,
      ]);
      expect(status, stderr).toBe(0);
      published.set(compression, JSON.parse(stdout) as Published);
    }
    containerd = await Containerd.start(registry.host);
  });
  afterAll(async () => {
    await containerd?.[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const debugFile = ({ tag, debugDigest }: Published['receipts'][number], root: string): string => {
    const id = tag.replace('build-id-', '');
    return `${debugDigest} ${root}/.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`;
  };

  describe.each(['zstd', 'gzip'])('%s', (compression) => {
    const said = (): Published => published.get(compression) ?? { receipts: [], bundles: [] };

    test('the artifact of one binary, with its executable', async () => {
      const [receipt] = said().receipts;
      if (receipt === undefined) throw new Error('nothing was published');
      const image = `${storeOf(compression)}:${receipt.tag}`;
      containerd.pull(image);
      const files = await containerd.filesIn([{ image, at: '/symbols', subPath: 'usr/lib/debug' }]);
      expect(files).toContain(debugFile(receipt, '/symbols'));
      expect(files).toHaveLength(2);
    });

    test('the bundle of a release: every debug file, and the digests that were published', async () => {
      const [bundle] = said().bundles;
      const image = `${storeOf(compression)}:${bundle?.tag}`;
      containerd.pull(image);
      const files = await containerd.filesIn([{ image, at: '/usr/lib/debug', subPath: 'usr/lib/debug' }]);
      expect([...files].sort()).toEqual(
        said()
          .receipts.map((receipt) => debugFile(receipt, '/usr/lib/debug'))
          .sort(),
      );
    });
  });
});
