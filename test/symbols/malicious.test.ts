import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { exampleIndex } from '@gosymbols/symbols/testing/example-index';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gosymbols } from '../support/gosymbols.ts';
import { DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { type BuiltEntry, pax, tar } from '../support/tar-builder.ts';
import { lacks } from '../support/tools.ts';

interface Descriptor {
  mediaType?: string;
  digest: string;
  size: number;
  annotations: Record<string, string>;
}
interface Manifest {
  layers: Descriptor[];
  annotations: Record<string, string>;
}

const gnu = 'ab'.repeat(20);

const PLACES = ['layout', 'registry'] as const;

describe.each(PLACES)('a %s that means harm', (place) => {
  const isRegistry = place === 'registry';
  describe.skipIf(lacks('oras', ...(isRegistry ? (['registry'] as const) : [])))(
    'to who fetches from it',
    () => {
      let folder: ReturnType<typeof scratch>;
      let registry: RunningRegistry | undefined;
      let repositories = 0;
      beforeAll(async () => {
        registry = isRegistry ? await DISTRIBUTION.start() : undefined;
      });
      afterAll(() => registry?.[Symbol.asyncDispose]());

      /** The layout as it is, or copied to a real registry, which checks digests and nothing else of ours. */
      const storeWith = (tag: string): string => {
        if (registry === undefined) return `oci-layout:${layout()}`;
        const repository = `${registry.host}/acme/evil${repositories++}`;
        output('oras', [
          'cp',
          '--from-oci-layout',
          '--to-plain-http',
          `${layout()}:${tag}`,
          `${repository}:${tag}`,
        ]);
        return repository;
      };
      const layout = (): string => folder.at('layout');
      const blob = (digest: string): string => join(layout(), 'blobs/sha256', digest.slice(7));
      const put = (bytes: Buffer): { digest: string; size: number } => {
        const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
        writeFileSync(blob(digest), bytes);
        return { digest, size: bytes.length };
      };

      /** Rewrites the manifest of a tag, with right digests all the way up: only our own checks are left. */
      const forge = (prefix: string, change: (manifest: Manifest) => void): string => {
        const path = join(layout(), 'index.json');
        const index = JSON.parse(readFileSync(path, 'utf8')) as { manifests: Descriptor[] };
        const tagOf = ({ annotations }: Descriptor): string =>
          annotations['org.opencontainers.image.ref.name'] ?? '';
        const entry = index.manifests.find((one) => tagOf(one).startsWith(prefix));
        if (entry === undefined) throw new Error(`no tag ${prefix}…`);
        const manifest = JSON.parse(readFileSync(blob(entry.digest), 'utf8')) as Manifest;
        change(manifest);
        Object.assign(entry, put(Buffer.from(JSON.stringify(manifest))));
        writeFileSync(path, JSON.stringify(index));
        return tagOf(entry);
      };

      const tarOf = (...args: readonly string[]): Buffer => {
        output('tar', ['--create', '--format=ustar', '--file', folder.at('evil.tar'), ...args]);
        return readFileSync(folder.at('evil.tar'));
      };
      const withLayer = (tar: Buffer) => (manifest: Manifest) => {
        const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', ...put(tar) };
        manifest.layers = [{ ...layer, annotations: {} }];
      };

      beforeEach(async () => {
        folder = scratch();
        const index = await exampleIndex(folder.path, [{ name: 'api', gnu }]);
        const { status, stderr } = gosymbols([
          'publish',
          '--index',
          index,
          '--store',
          `oci-layout:${layout()}`,
        ]);
        expect(status, stderr).toBe(0);
        mkdirSync(folder.at('victim'));
        writeFileSync(folder.at('victim', 'file'), 'untouched');
        mkdirSync(folder.at('content', 'usr/lib/debug/.build-id/ab'), { recursive: true });
      });
      afterEach(() => folder[Symbol.dispose]());

      /** What was asked fails in one line, nothing outside is touched, and nothing that looks like symbols is left. */
      const refused = (what: readonly string[], code: RegExp): void => {
        const out = folder.at('out');
        const { status, stderr } = gosymbols(['fetch', ...what, '--out-dir', out, '--cache', 'none']);
        expect(status, stderr).toBe(3);
        expect(stderr).toMatch(code);
        expect(readFileSync(folder.at('victim', 'file'), 'utf8')).toBe('untouched');
        expect(readdirSync(folder.at('victim'))).toEqual(['file']);
        const left = existsSync(out) ? readdirSync(out, { recursive: true, withFileTypes: true }) : [];
        expect(left.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
      };
      const byBuildId = (): readonly string[] => ['--build-id', gnu, '--store', storeWith(`build-id-${gnu}`)];
      const file = `usr/lib/debug/.build-id/ab/${'ab'.repeat(19)}.debug`;

      test('a layer whose file has another name, with dots', () => {
        writeFileSync(folder.at('content', 'evil'), 'evil');
        const transform = `--transform=s,evil,../../../victim/file,`;
        forge(
          'build-id-',
          withLayer(tarOf('--absolute-names', transform, '--directory', folder.at('content'), 'evil')),
        );
        refused(byBuildId(), /LAYER_SHAPE/);
      });

      test('a layer with a symbolic link in place of the file', () => {
        symlinkSync(folder.at('victim', 'file'), folder.at('content', file));
        forge('build-id-', withLayer(tarOf('--directory', folder.at('content'), file)));
        refused(byBuildId(), /LAYER_SHAPE.*/);
      });

      test('a layer with a symbolic link in place of a folder', () => {
        rmSync(folder.at('content', 'usr/lib/debug/.build-id/ab'), { recursive: true });
        symlinkSync(folder.at('victim'), folder.at('content', 'usr/lib/debug/.build-id/ab'));
        forge('build-id-', withLayer(tarOf('--directory', folder.at('content'), 'usr')));
        refused(byBuildId(), /LAYER_SHAPE/);
      });

      test.each([
        ['a size that would fill the disk', '70000000000000', /SYMBOLS_NOT_READABLE/],
        ['a size that is a little too large', '40001', /LAYER_SHAPE/],
      ])('%s', (_what, size, code) => {
        forge('build-id-', ({ annotations }) => {
          annotations['dev.gosymbols.debug.size'] = size;
        });
        refused(byBuildId(), code);
      });

      test('symbols of another build under this tag', () => {
        forge('build-id-', ({ annotations }) => {
          annotations['dev.gosymbols.key'] = 'cd'.repeat(20);
        });
        refused(byBuildId(), /SYMBOLS_NOT_READABLE/);
      });

      test.each(['../../../victim/file', '/etc/passwd', 'ab', 'AB'.repeat(20), ''])(
        'a bundle with a layer of key %j',
        (key) => {
          const tag = forge('content-', ({ layers }) => {
            const [layer] = layers;
            if (layer !== undefined) layer.annotations['dev.gosymbols.key'] = key;
          });
          refused(['--bundle', `${storeWith(tag)}:${tag}`], /SYMBOLS_NOT_READABLE/);
        },
      );

      test.skipIf(isRegistry)('a blob that is a symbolic link', () => {
        const tag = forge('build-id-', () => undefined);
        expect(tag).toBe(`build-id-${gnu}`);
        const manifest = JSON.parse(
          output('oras', ['manifest', 'fetch', '--oci-layout', `${layout()}:${tag}`]),
        ) as Manifest;
        const place = blob(manifest.layers[0]?.digest ?? '');
        rmSync(place);
        symlinkSync(folder.at('victim', 'file'), place);
        refused(byBuildId(), /./);
      });

      const module = 'usr/src/debug/example.com/evil';
      const goMod: BuiltEntry = { name: `${module}/go.mod`, content: 'module example.com/evil' };
      test.each<[string, readonly BuiltEntry[]]>([
        ['a name with dots', [{ name: `${module}/../../../../../victim/file`, content: 'evil' }]],
        ['a name above the sources', [{ name: 'victim/file', content: 'evil' }]],
        ['an absolute name', [{ name: '/etc/evil', content: 'evil' }]],
        ['an empty part', [{ name: `${module}//evil.go`, content: 'evil' }]],
        ['a line break', [{ name: `${module}/a\n::error::b.go`, content: 'evil' }]],
        [
          'a file behind a symbolic link',
          [
            { name: `${module}/link`, type: '2', link: '../../../victim' },
            { name: `${module}/link/file`, content: 'evil' },
          ],
        ],
        ['a hard link', [{ name: `${module}/link`, type: '1', link: '/etc/passwd' }]],
        ['a device', [{ name: `${module}/null`, type: '3' }]],
        [
          'a longer name in an extended header',
          [pax({ path: '../../victim/file' }), { name: `${module}/a.go` }],
        ],
        ['the same name twice', [goMod, { name: `${module}/go.mod`, content: 'evil' }]],
        ['another module beside it', [{ name: 'usr/src/debug/example.com/other/a.go', content: 'evil' }]],
        ['more bytes than anybody has sources', [{ name: `${module}/a.go`, size: 9 * 1024 ** 3 }]],
        ['fewer bytes than it says', [{ name: `${module}/a.go`, size: 5000, content: 'evil' }]],
      ])('a source layer with %s', (_what, entries) => {
        forge('build-id-', ({ layers }) => {
          const stored = put(tar(goMod, ...entries));
          const mediaType = 'application/vnd.oci.image.layer.v1.tar';
          layers.push({ mediaType, ...stored, annotations: { 'dev.gosymbols.layer': 'source' } });
        });
        const sources = folder.at('sources');
        const out = ['--out-dir', folder.at('out'), '--sources', sources, '--cache', 'none'];
        const { status, stderr } = gosymbols(['fetch', ...byBuildId(), ...out]);
        expect([status, stderr]).toEqual([3, expect.stringContaining('[LAYER_SHAPE]')]);
        expect(stderr).not.toMatch(/^::/m);
        expect(readFileSync(folder.at('victim', 'file'), 'utf8')).toBe('untouched');
        expect(readdirSync(folder.at('victim'))).toEqual(['file']);
        expect(readdirSync(sources)).toEqual([]);
      });
    },
  );
});
