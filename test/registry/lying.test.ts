import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256Of } from '../support/archives.ts';
import { goProgram } from '../support/go-programs.ts';
import { DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { type Finished, output } from '../support/run.ts';
import { gosymbolsBeside } from '../support/run-beside.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { type FaultyProxy, faultyProxy, type PassChanges, type Weather } from './faulty-proxy.ts';

interface Section {
  readonly path: string;
  readonly bytes: number;
  readonly ranged: boolean;
}

const flipped = (body: Buffer): Buffer =>
  Buffer.from(body.map((byte, at) => (at === body.length >> 1 ? byte ^ 1 : byte)));
const isBlobRead = ({ method, url }: IncomingMessage): boolean =>
  method === 'GET' && /\/blobs\/sha256:/.test(url ?? '');
const isManifestRead = ({ method, url }: IncomingMessage): boolean =>
  method === 'GET' && /\/manifests\//.test(url ?? '');

/** All that match pass with changes. */
function changed(matches: (call: IncomingMessage) => boolean, changes: PassChanges): Weather {
  return (call, _response, pass) => {
    pass(matches(call) ? changes : {});
    return true;
  };
}

describe.skipIf(lacks('registry', 'objcopy'))(
  'a registry that lies, spoken to by the built command line',
  () => {
    const folder = scratch();
    const index = folder.at('dist', 'gosymbols.json');
    const binary = folder.at('dist', 'static');
    let registry: RunningRegistry;
    let proxy: FaultyProxy;
    const store = (): string => `${proxy.host}/acme/symbols`;

    const verb = (...args: readonly string[]): Promise<Finished> =>
      gosymbolsBeside(args, { env: { XDG_CACHE_HOME: folder.at('cache'), DOCKER_CONFIG: '/nonexistent' } });
    const fetchInto = (out: string, ...more: readonly string[]): Promise<Finished> =>
      verb('fetch', '--binary', binary, '--store', store(), '--out-dir', folder.at(out), '--json', ...more);
    const writtenIn = (out: string): readonly string[] =>
      existsSync(folder.at(out))
        ? readdirSync(folder.at(out), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map(({ name }) => name)
        : [];

    beforeAll(async () => {
      registry = await DISTRIBUTION.start();
      proxy = await faultyProxy(registry.host);
      cpSync(goProgram({ name: 'static' }), folder.at('static'));
      expect((await verb('split', folder.at('static'), '--out-dir', folder.at('dist'))).status).toBe(0);
      const { status, stderr } = await verb('publish', '--index', index, '--store', store());
      expect(status, stderr).toBe(0);
    });
    beforeEach(() => {
      proxy.weather = undefined;
      proxy.sent = 0;
    });
    afterAll(async () => {
      await proxy?.[Symbol.asyncDispose]();
      await registry?.[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });

    test.each([
      ['a layer', isBlobRead],
      ['a manifest', isManifestRead],
    ])('%s with one other bit is neither fetched nor passed by the gate', async (_what, matches) => {
      proxy.weather = changed(matches, { answer: flipped });
      const fetched = await fetchInto('flipped', '--cache', 'none');
      expect([fetched.status, fetched.stderr]).toEqual([3, expect.stringMatching(/DIGEST_MISMATCH|LAYER_/)]);
      expect(fetched.stderr).toContain(proxy.host);
      expect(writtenIn('flipped')).toEqual([]);
      const gated = await verb('gate', binary, '--store', store());
      expect(gated.status, gated.stdout).not.toBe(0);
    });

    test('another file under the same tag is told from ours', async () => {
      // Manifest, config and layer of another binary, all in order, in answer to the question for ours.
      cpSync(goProgram({ name: 'pie', args: ['-buildmode=pie'] }), folder.at('pie'));
      await verb('split', folder.at('pie'), '--out-dir', folder.at('other'));
      const other = folder.at('other', 'gosymbols.json');
      const { stdout } = await verb('publish', '--index', other, '--store', store(), '--json');
      const tag = (JSON.parse(stdout) as { receipts: { tag: string }[] }).receipts[0]?.tag ?? '';
      const answer = await fetch(`http://${registry.host}/v2/acme/symbols/manifests/${tag}`, {
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
      });
      const manifest = Buffer.from(await answer.arrayBuffer());
      const digest = answer.headers.get('docker-content-digest') ?? '';
      proxy.weather = changed(isManifestRead, {
        answer: () => manifest,
        headers: { 'docker-content-digest': digest },
      });
      const fetched = await fetchInto('swapped', '--cache', 'none');
      expect([fetched.status, fetched.stderr]).toEqual([3, expect.stringContaining('SYMBOLS_NOT_READABLE')]);
      expect(writtenIn('swapped')).toEqual([]);
      expect((await verb('gate', binary, '--store', store())).status).not.toBe(0);
    });

    test.each<[string, Weather]>([
      [
        'takes blobs and keeps none',
        (call, response) => {
          if (call.method !== 'PUT' || !/\/blobs\//.test(call.url ?? '')) return false;
          call.resume().on('end', () => response.writeHead(201).end());
          return true;
        },
      ],
      [
        'takes manifests and keeps none',
        (call, response) => {
          if (call.method !== 'PUT' || !/\/manifests\//.test(call.url ?? '')) return false;
          call.resume().on('end', () => response.writeHead(201).end());
          return true;
        },
      ],
    ])('one that %s has nothing published in it', async (_what, weather) => {
      const before = readFileSync(index, 'utf8');
      proxy.weather = weather;
      const lost = `${proxy.host}/acme/lost-${Math.random().toString(36).slice(2)}`;
      const { status, stdout, stderr } = await verb('publish', '--index', index, '--store', lost, '--json');
      expect(status, stderr).toBe(3);
      expect(stderr).toContain(lost);
      expect(stdout).toBe('');
      expect(readFileSync(index, 'utf8')).toBe(before);
    });

    describe('sections by range', () => {
      const NAMES = ['.debug_abbrev', '.debug_frame'];
      const large = folder.at('large-dist', 'large');
      let layerBytes: number;

      beforeAll(async () => {
        proxy.weather = undefined;
        cpSync(goProgram({ name: 'large', importPath: 'cmd/go' }), folder.at('large'));
        await verb('split', folder.at('large'), '--out-dir', folder.at('large-dist'));
        const index = folder.at('large-dist', 'gosymbols.json');
        const { stdout, stderr } = await verb('publish', '--index', index, '--store', store(), '--json');
        expect(stdout, stderr).not.toBe('');
        layerBytes = (JSON.parse(stdout) as { receipts: [{ layerBytes: number }] }).receipts[0].layerBytes;
      });

      const fetchSections = (out: string): Promise<Finished> => {
        const names = NAMES.flatMap((name) => ['--section', name]);
        const from = ['--binary', large, '--store', store(), '--out-dir', folder.at(out)];
        return verb('fetch', ...from, ...names, '--json');
      };
      const sections = async (out: string): Promise<readonly Section[]> => {
        const { status, stdout, stderr } = await fetchSections(out);
        expect(status, stderr).toBe(0);
        return (JSON.parse(stdout) as { sections: Section[] }).sections;
      };
      const cutOut = (name: string): string => {
        const cut = folder.at('cut');
        output('objcopy', ['--dump-section', `${name}=${cut}`, `${large}.debug`, folder.at('ignored')]);
        return sha256Of(cut);
      };

      test('where the registry allows it, a part of the layer is transferred', async () => {
        const got = await sections('ranged');
        expect(got.map(({ ranged }) => ranged)).toEqual([true, true]);
        expect(got.map(({ path }) => sha256Of(path))).toEqual(NAMES.map(cutOut));
        expect(proxy.sent).toBeGreaterThan(0);
        expect(proxy.sent).toBeLessThan(layerBytes / 2);
      });

      test('where it does not, the whole layer is read, and the bytes are the same', async () => {
        proxy.weather = changed(isBlobRead, { wholeOnly: true });
        const got = await sections('whole');
        expect(got.map(({ ranged }) => ranged)).toEqual([false, false]);
        expect(got.map(({ path }) => sha256Of(path))).toEqual(NAMES.map(cutOut));
        expect(proxy.sent).toBeGreaterThanOrEqual(layerBytes);
      });

      test('a range with one other bit is not believed', async () => {
        proxy.weather = changed(isBlobRead, { answer: flipped });
        const { status, stderr } = await fetchSections('bent');
        expect([status, stderr]).toEqual([3, expect.stringMatching(/DIGEST_MISMATCH|LAYER_SHAPE/)]);
        expect(writtenIn('bent')).toEqual([]);
      });
    });
  },
);
