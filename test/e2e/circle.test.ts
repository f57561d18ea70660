import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGdb, stopWithDelve } from '../support/debuggers.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const SHOP = join(import.meta.dirname, '..', '..', 'examples', 'shop');

interface Index {
  readonly binaries: readonly {
    readonly name: string;
    readonly split: {
      readonly proof: { readonly holds: boolean };
      readonly after: { readonly buildIds: { readonly gnu: string } };
    };
    readonly receipts: readonly { readonly verified: boolean; readonly tag: string }[];
  }[];
  readonly policy: { readonly verdict: string };
  readonly gate: { readonly verdict: string };
}

describe.skipIf(lacks('gdb', 'dlv', 'eu-unstrip', 'readelf'))(
  'the whole circle on the example service, with the built bundle',
  () => {
    const folder = scratch();
    const shop = folder.at('shop');
    let index: Index;

    beforeAll(() => {
      cpSync(SHOP, shop, {
        recursive: true,
        filter: (path) => !/(\/dist|\/\.gosymbols|\/bazel-[^/]*)$/.test(path),
      });
      const { status, stdout, stderr } = gosymbols(
        ['pipeline', '--tool', 'go', '--format', 'terminal', '--format', 'html', '--format', 'json'],
        { cwd: shop },
      );
      expect(status, stderr + stdout).toBe(0);
      expect(stdout).toContain('api');
      index = JSON.parse(readFileSync(join(shop, 'dist/gosymbols.json'), 'utf8')) as Index;
    });
    afterAll(() => folder[Symbol.dispose]());

    const api = (): Index['binaries'][number] => {
      const found = index.binaries.find(({ name }) => name === 'api');
      if (found === undefined) throw new Error('no api in the index');
      return found;
    };

    test('both binaries are split, proven, published, read back and gated', () => {
      expect(index.binaries.map(({ name }) => name).sort()).toEqual(['api', 'worker']);
      for (const binary of index.binaries) {
        expect(binary.split.proof.holds).toBe(true);
        expect(binary.receipts.map(({ verified }) => verified)).toEqual([true]);
      }
      expect([index.policy.verdict, index.gate.verdict]).toEqual(['pass', 'pass']);
      expect(existsSync(join(shop, 'dist/gosymbols-report.html'))).toBe(true);
    });

    test('the stripped service runs, and other tools read it', () => {
      const path = join(shop, 'dist/api');
      expect(output(path, ['-selfcheck'])).toContain('selfcheck ok');
      expect(output('go', ['version', '-m', path])).toContain('example.com/shop');
      expect(output('eu-unstrip', ['-n', '-e', path])).toContain(api().split.after.buildIds.gnu);
      expect(output('readelf', ['-SW', path])).not.toMatch(/\.debug_|\.symtab/);
    });

    describe('after the debug files are deleted and fetched back by build ID', () => {
      const symbols = folder.at('symbols');
      beforeAll(() => {
        for (const name of ['api', 'worker']) rmSync(join(shop, `dist/${name}.debug`));
        const store = `oci-layout:${join(shop, '.gosymbols/symbols')}`;
        const { status, stderr } = gosymbols(
          ['fetch', '--build-id', api().split.after.buildIds.gnu, '--store', store, '--out-dir', symbols],
          { cwd: folder.path },
        );
        expect(status, stderr).toBe(0);
      });

      test('gdb prints file and line, and a struct type', () => {
        const said = askGdb(join(shop, 'dist/api'), symbols, [
          'info line main.showProduct',
          "ptype 'example.com/shop/internal/catalogue.Product'",
        ]);
        expect(said).toMatch(/Line \d+ of ".*cmd\/api\/main\.go" starts at address/);
        expect(said).toMatch(/type = struct example\.com\/shop\/internal\/catalogue\.Product \{/);
      });

      test('Delve stops in a function and lists its source', () => {
        const home = folder.at('home');
        const args = ['-selfcheck'];
        const said = stopWithDelve(join(shop, 'dist/api'), { symbols, home, at: 'main.run', args });
        expect(said).toMatch(/=>\s+\d+:\s+func run\(/);
      });

      test('without the symbols neither finds a line', () => {
        const said = askGdb(join(shop, 'dist/api'), '/nonexistent', ['info line main.showProduct']);
        expect(said).not.toMatch(/main\.go/);
      });

      test('the gate says no once the symbols are gone from the store, and how to bring them back', () => {
        const list = join(shop, '.gosymbols/symbols/index.json');
        const full = readFileSync(list, 'utf8');
        const one = JSON.parse(full) as { manifests: { annotations?: Record<string, string> }[] };
        const tag = api().receipts[0]?.tag;
        const manifests = one.manifests.filter(
          ({ annotations }) => annotations?.['org.opencontainers.image.ref.name'] !== tag,
        );
        expect(manifests.length).toBe(one.manifests.length - 1);
        writeFileSync(list, JSON.stringify({ ...one, manifests }));
        const { status, stdout } = gosymbols(['gate', '--index', 'dist/gosymbols.json'], { cwd: shop });
        expect(status, stdout).toBe(1);
        expect(stdout).toMatch(/api/);
        expect(stdout).toMatch(/gosymbols publish/);
        writeFileSync(list, full);
        expect(gosymbols(['gate', '--index', 'dist/gosymbols.json'], { cwd: shop }).status).toBe(0);
      });
    });

    test('a second run gives the same files', () => {
      const before = statSync(join(shop, 'dist/api')).size;
      const { status, stderr } = gosymbols(['pipeline', '--tool', 'go', '--format', 'terminal'], {
        cwd: shop,
      });
      expect(status, stderr).toBe(0);
      expect(statSync(join(shop, 'dist/api')).size).toBe(before);
    });
  },
);
