import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGdb, stopWithDelve } from '../support/debuggers.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { readelfBuildId } from '../support/readelf.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { shopRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const REDACTED = '498919aff001d8366249403a2544fba2d833084f';

interface Records {
  readonly binaries: readonly {
    readonly name: string;
    readonly path: string;
    readonly split?: { readonly after: { readonly buildIds: { readonly gnu: string } } };
  }[];
}

describe.skipIf(lacks('bazel', 'readelf', 'gdb', 'dlv'))(
  'two binaries that Bazel linked with the same build ID',
  () => {
    const folder = scratch();
    const shop = shopRepository(folder.at('shop'));
    const dist = join(shop, 'dist');
    const index = (): Records => JSON.parse(readFileSync(join(dist, 'gosymbols.json'), 'utf8')) as Records;
    const paths = (): string[] => index().binaries.map(({ path }) => join(dist, path));

    beforeAll(() => {
      const { status, stderr } = gosymbols(['build', '--tool', 'bazel'], { cwd: shop });
      expect(status, stderr).toBe(0);
      mkdirSync(folder.at('kept'));
      for (const path of paths()) copyFileSync(path, folder.at('kept', path.replaceAll('/', '_')));
    });
    afterAll(() => {
      run('bazel', ['shutdown'], { cwd: shop });
      folder[Symbol.dispose]();
    });

    test('are seen to collide', () => {
      expect(paths().map(readelfBuildId)).toEqual([REDACTED, REDACTED]);
      const { stdout } = gosymbols(['inspect', ...paths()], { cwd: shop });
      expect(stdout.match(/CONSTANT_BUILD_ID/g)).toHaveLength(2);
    });

    test('`require-unique` says no, and leaves everything as it was', () => {
      const digests = (): string[] =>
        [...paths(), join(dist, 'gosymbols.json')].map((path) =>
          createHash('sha256').update(readFileSync(path)).digest('hex'),
        );
      const before = digests();
      const { status, stderr } = gosymbols(
        ['split', '--index', 'dist/gosymbols.json', '--build-ids', 'require-unique'],
        { cwd: shop },
      );
      expect(status).toBe(1);
      expect(stderr).toContain(REDACTED);
      expect(digests()).toEqual(before);
    });

    describe('once repaired', () => {
      const symbols = folder.at('symbols');
      beforeAll(() => {
        const { status, stderr } = gosymbols(['split', '--index', 'dist/gosymbols.json'], { cwd: shop });
        expect(status, stderr).toBe(0);
        expect(stderr.match(/Repaired: [0-9a-f]{40}/g)).toHaveLength(2);
        for (const { name, split } of index().binaries) {
          const id = split?.after.buildIds.gnu ?? '';
          mkdirSync(join(symbols, '.build-id', id.slice(0, 2)), { recursive: true });
          renameSync(
            join(dist, `${name}.debug`),
            join(symbols, '.build-id', id.slice(0, 2), `${id.slice(2)}.debug`),
          );
        }
      });

      test('each has an ID of its own, which readelf sees', () => {
        const ids = index().binaries.map(({ split }) => split?.after.buildIds.gnu);
        expect(new Set(ids).size).toBe(2);
        expect(paths().map(readelfBuildId)).toEqual(ids);
        const api = paths().find((path) => path.endsWith('api')) ?? '';
        expect(output(api, ['-selfcheck'])).toContain('selfcheck ok');
      });

      test.each([
        ['api', 'main.showProduct', /cmd\/api\/\w+\.go/],
        ['worker', 'main.main', /cmd\/worker\/\w+\.go/],
      ])('gdb finds the source of %s by build ID', (name, symbol, file) => {
        const path = paths().find((candidate) => candidate.endsWith(name)) ?? '';
        const said = askGdb(path, symbols, [`info line ${symbol}`]);
        expect(said).toMatch(/Line \d+ of/);
        expect(said).toMatch(file);
      });

      test('Delve stops in the service by build ID', () => {
        const path = paths().find((candidate) => candidate.endsWith('api')) ?? '';
        const how = { symbols, home: folder.at('home'), at: 'main.main', args: ['-version'] };
        const said = stopWithDelve(path, how);
        expect(said).toMatch(/> \[Breakpoint 1\] main\.main\(\) .*main\.go:\d+/);
      });
    });
  },
);
