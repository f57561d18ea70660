import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { REGISTRIES, type RunningRegistry } from '../support/registries.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

interface Receipt {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
  readonly debugDigest: string;
  readonly existed: boolean;
}
interface Published {
  readonly receipts: readonly Receipt[];
  readonly bundles: readonly { readonly tag: string; readonly digest: string; readonly members: number }[];
}

/** Runs a verb that must succeed, and reads what it prints. */
function json<T>(args: readonly string[], env: Readonly<Record<string, string>> = {}): T {
  const { status, stdout, stderr } = gosymbols([...args, '--json'], {
    env: { XDG_CACHE_HOME: '/nonexistent', ...env },
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

const digestOf = (path: string): string =>
  `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;

describe.each(REGISTRIES)('$name', (kind) => {
  describe.skipIf(lacks(...kind.tools, 'oras', 'crane', 'skopeo', 'objcopy'))(
    'publish, gate, fetch and copy',
    () => {
      const folder = scratch();
      const dist = folder.at('dist');
      const index = join(dist, 'gosymbols.json');
      let [here, there]: (RunningRegistry | undefined)[] = [];
      let published: Published;
      const store = (registry: RunningRegistry | undefined): string => `${registry?.host}/acme/shop/symbols`;

      beforeAll(async () => {
        [here, there] = await Promise.all([kind.start(), kind.start()]);
        for (const name of ['static', 'pie']) {
          cpSync(goProgram({ name, args: name === 'pie' ? ['-buildmode=pie'] : [] }), folder.at(name));
        }
        json(['split', folder.at('static'), folder.at('pie'), '--out-dir', dist]);
        published = json(['publish', '--index', index, '--store', store(here), '--include', 'executable']);
      });
      afterAll(async () => {
        await here?.[Symbol.asyncDispose]();
        await there?.[Symbol.asyncDispose]();
        folder[Symbol.dispose]();
      });

      const fetched = (from: string, out: string, ...what: readonly string[]): Record<string, string> => {
        const { files } = json<{ files: readonly { buildId: string; path: string }[] }>([
          ...['fetch', '--store', from, '--out-dir', folder.at(out), '--cache', 'none', ...what],
        ]);
        return Object.fromEntries(files.map(({ buildId, path }) => [`build-id-${buildId}`, digestOf(path)]));
      };
      const expected = (): Record<string, string> =>
        Object.fromEntries(published.receipts.map(({ tag, debugDigest }) => [tag, debugDigest]));

      test('all is stored, and stored once', () => {
        expect(published.receipts.map(({ existed }) => existed)).toEqual([false, false]);
        expect(published.bundles).toMatchObject([{ members: 2 }]);
        const again = json<Published>([
          'publish',
          '--index',
          index,
          '--store',
          store(here),
          '--include',
          'executable',
        ]);
        expect(again.receipts.map(({ existed }) => existed)).toEqual([true, true]);
        expect(again.receipts.map(({ digest }) => digest)).toEqual(
          published.receipts.map(({ digest }) => digest),
        );
      });

      test('the gate reads the symbols and proves that they are those of the files', () => {
        const gate = json<{ verdict: string; binaries: readonly { proof: string }[] }>([
          ...['gate', join(dist, 'static'), join(dist, 'pie'), '--store', store(here)],
        ]);
        expect(gate.verdict).toBe('pass');
        for (const { proof } of gate.binaries)
          expect(proof).toMatch(/functions of \d+ units .* all the same/);
      });

      test('fetched by binary: the files that were published', () => {
        const binaries = ['--binary', join(dist, 'static'), '--binary', join(dist, 'pie')];
        expect(fetched(store(here), 'by-binary', ...binaries)).toEqual(expected());
      });

      test('one section is what objcopy cuts out of the whole file', () => {
        const [receipt] = published.receipts;
        const { sections } = json<{ sections: readonly { path: string; ranged: boolean }[] }>([
          ...['fetch', '--store', store(here), '--build-id', receipt?.tag.replace('build-id-', '') ?? ''],
          ...['--section', '.debug_line', '--section', '.debug_info', '--out-dir', folder.at('sections')],
        ]);
        expect(sections.map(({ ranged }) => ranged)).toEqual([kind.ranges, kind.ranges]);
        const debug = join(dist, `${receipt?.name}.debug`);
        for (const [place, name] of ['.debug_line', '.debug_info'].entries()) {
          const cut = folder.at('cut');
          output('objcopy', ['--dump-section', `${name}=${cut}`, debug, folder.at('ignored')]);
          expect(digestOf(sections[place]?.path ?? '')).toBe(digestOf(cut));
        }
      });

      test('oras, crane and skopeo read the manifest of the digest that we say', () => {
        for (const { tag, digest } of [...published.receipts, ...published.bundles]) {
          const reference = `${store(here)}:${tag}`;
          expect(output('crane', ['digest', '--insecure', reference]).trim()).toBe(digest);
          const byOras = JSON.parse(
            output('oras', ['manifest', 'fetch', '--plain-http', '--descriptor', reference]),
          );
          expect(byOras).toMatchObject({ digest });
          const raw = output('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${reference}`]);
          expect(`sha256:${createHash('sha256').update(raw).digest('hex')}`).toBe(digest);
        }
      });

      const copies: readonly (readonly [
        tool: string,
        copy: (from: string, to: string, tag: string) => void,
      ])[] = [
        [
          'crane',
          (from, to, tag) => void output('crane', ['copy', '--insecure', `${from}:${tag}`, `${to}:${tag}`]),
        ],
        [
          'oras',
          (from, to, tag) =>
            void output('oras', [
              'cp',
              '--from-plain-http',
              '--to-plain-http',
              `${from}:${tag}`,
              `${to}:${tag}`,
            ]),
        ],
        [
          'skopeo',
          (from, to, tag) =>
            void output('skopeo', [
              ...['copy', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false'],
              ...[`docker://${from}:${tag}`, `docker://${to}:${tag}`],
            ]),
        ],
      ];
      test.each(copies)('copied to another registry by %s, fetch works there', (tool, copy) => {
        const to = `${there?.host}/mirror/${tool}`;
        for (const { tag } of published.receipts) copy(store(here), to, tag);
        expect(fetched(to, `copied-${tool}`, '--index', index)).toEqual(expected());
        const [bundle] = published.bundles;
        const alone = `${there?.host}/bundle/${tool}`;
        copy(store(here), alone, bundle?.tag ?? '');
        expect(fetched(to, `bundle-${tool}`, '--bundle', `${alone}:${bundle?.tag}`)).toEqual(expected());
      });

      test('crane copies all tags at once', () => {
        const to = `${there?.host}/mirror/all`;
        output('crane', ['copy', '--insecure', '--all-tags', store(here), to]);
        expect(fetched(to, 'copied-all', '--index', index)).toEqual(expected());
      });

      test('symbols that were deleted stop the gate, which says how to bring them back', () => {
        const copy = `${there?.host}/mirror/crane`;
        const tag = published.receipts[0]?.tag ?? '';
        // distribution 2.8 deletes by digest only; go-containerregistry keeps a tag whose digest is deleted.
        for (const object of [`:${tag}`, `@${published.receipts[0]?.digest}`]) {
          run('crane', ['delete', '--insecure', copy + object]);
        }
        const { status, stdout } = gosymbols(['gate', '--index', index, '--store', copy]);
        expect(status).toBe(1);
        expect(stdout).toContain(tag);
        expect(stdout).toContain(`gosymbols publish --index ${index} --store ${copy}`);
      });

      test('ephemeral symbols come and go, and release ones stay', () => {
        const to = store(here);
        rmSync(folder.at('pr'), { recursive: true, force: true });
        cpSync(goProgram({ name: 'trimpath', args: ['-trimpath'] }), folder.at('preview'));
        json(['split', folder.at('preview'), '--out-dir', folder.at('pr')]);
        const label = ['--ephemeral', 'pr-212'];
        const pr = ['--index', folder.at('pr', 'gosymbols.json'), '--store', to];
        const { receipts } = json<Published>(['publish', ...pr, ...label]);
        expect(receipts).toMatchObject([{ tag: expect.stringMatching(/^ephemeral-build-id-/) }]);
        expect(gosymbols(['gate', ...pr]).status).toBe(1);
        expect(gosymbols(['gate', ...pr, '--ephemeral']).status).toBe(0);
        const binary = ['--binary', folder.at('pr', 'preview')];
        expect(Object.values(fetched(to, 'preview-out', ...binary))).toEqual([receipts[0]?.debugDigest]);
        expect(json(['prune', '--store', to])).toMatchObject({ deleted: 0, kept: 2 });
        expect(json(['prune', '--store', to, '--label', 'pr-212'])).toMatchObject({ deleted: 2, kept: 0 });
        expect(gosymbols(['gate', ...pr, '--ephemeral']).status).toBe(1);
        expect(fetched(to, 'release-out', '--index', index)).toEqual(expected());
      });
    },
  );
});
