import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SymbolIndex } from '@gosymbols/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGdb } from '../support/debuggers.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { countingGo, edit, fixtureRepository, onPath } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

describe.skipIf(lacks('bazel', 'gdb'))('a Bazel tree of another shape', () => {
  const tree = fixtureRepository('tree', folder.at('tree'));
  const go = countingGo(folder.at('go-calls'));
  const env = { PATH: go.path };
  afterAll(() => void run('bazel', ['clean', '--expunge'], { cwd: tree, env }));

  const build = (...args: readonly string[]): ReturnType<typeof gosymbols> =>
    gosymbols(['build', '--tool', 'bazel', ...args], { cwd: tree, env });
  const built = (...args: readonly string[]): SymbolIndex['binaries'] => {
    const { status, stderr } = build(...args);
    expect(status, stderr).toBe(0);
    return (JSON.parse(readFileSync(join(tree, 'dist/gosymbols.json'), 'utf8')) as SymbolIndex).binaries;
  };
  const builds = (): number => go.calls().filter((call) => call.startsWith('build ')).length;

  describe('everything in it', () => {
    let binaries: SymbolIndex['binaries'];
    beforeAll(() => {
      binaries = built();
    });

    test('two programs of one name, each built once, under the label that made it', () => {
      expect(builds()).toBe(2);
      expect(binaries.map(({ path }) => path).sort()).toEqual(['services/alpha/tool', 'services/beta/tool']);
      for (const { path, producer } of binaries) {
        expect(['//:release', `//${path.replace('/tool', ':tool')}`]).toContain(producer.target);
        expect(producer.flags).toContain('--strip=never');
      }
      expect(new Set(binaries.map(({ name }) => name)).size).toBe(2);
    });

    test('executables that are no Go programs stay where they are', () => {
      expect(existsSync(join(tree, 'dist/tools'))).toBe(false);
    });

    test('the ID that both share is refused, or repaired into two', () => {
      const ids = new Set(binaries.map(({ before }) => before.buildIds.gnu));
      expect(ids.size).toBe(1);
      const split = (...args: readonly string[]): ReturnType<typeof gosymbols> =>
        gosymbols(['split', '--index', 'dist/gosymbols.json', ...args], { cwd: tree });
      const refused = split('--build-ids', 'require-unique');
      expect(refused.status).toBe(1);
      expect(refused.stderr).toMatch(/tool.*cannot tell this binary from others/);
      const done = split();
      expect(done.status, done.stderr).toBe(0);
      const after = (JSON.parse(readFileSync(join(tree, 'dist/gosymbols.json'), 'utf8')) as SymbolIndex)
        .binaries;
      expect(new Set(after.map(({ split: one }) => one?.after.buildIds.gnu)).size).toBe(2);
      for (const { path, split: one } of after) {
        const name = path.split('/')[1] ?? '';
        expect(output(join(tree, 'dist', path), [])).toContain(name);
        const said = askGdb(join(tree, 'dist', path), '/nonexistent', [
          `symbol-file ${join(tree, 'dist', one?.debug?.path ?? '')}`,
          'info line main.main',
        ]);
        expect(said).toMatch(new RegExp(`Line \\d+ of ".*services/${name}/main\\.go"`));
      }
    });
  });

  test('a query', () => {
    const found = built('--query', 'kind("go_tool rule", //services/beta/...)');
    expect(found.map(({ producer }) => producer.target)).toEqual(['//services/beta:tool']);
  });

  test('another output group, by more arguments', () => {
    const found = built('--args', '--output_groups=+traced', '//services/alpha:tool');
    expect(found.map(({ path }) => path).sort()).toEqual([
      'services/alpha/tool',
      'services/alpha/tool-traced',
    ]);
  });

  test('-c opt does not strip; the flags are on record', () => {
    const [found] = built('--args', '--compilation_mode=opt', '//services/alpha:tool');
    expect(found?.levelBefore).toBe('D3');
    expect(found?.producer.flags).toEqual(
      expect.arrayContaining(['--compilation_mode=opt', '--strip=never']),
    );
  });

  test('what a rule strips is found in the binary, whatever the flags', () => {
    const rule = join(tree, 'services/beta/BUILD.bazel');
    edit(rule, (text) => text.replace('    module =', '    small = True,\n    module ='));
    const args = ['--args', '--compilation_mode=opt', '//services/beta:tool'];
    const { status, stderr } = build('--strip-flags', 'fail', '--out-dir', 'out', ...args);
    expect(status, stderr).toBe(2);
    expect(stderr).toMatch(/services\/beta\/tool has no DWARF.*STRIP_FLAGS/);
    expect(existsSync(join(tree, 'out/gosymbols.json'))).toBe(false);
  });

  test.each([
    [
      'a query that finds nothing',
      ['--query', 'kind("go_nothing", //...)'],
      2,
      /finds no target.*QUERY_FAILED/,
    ],
    ['a query with a fault', ['--query', 'kind("go_tool", '], 2, /refuses the query.*QUERY_FAILED/],
    ['a query and targets', ['--query', '//...', '//services/...'], 2, /takes the place of `targets`/],
    ['a flag that Bazel does not know', ['--args', '--no-such-flag'], 3, /no-such-flag/],
    ['a program that is not there', ['--program', 'tools/bazel'], 2, /tools\/bazel.*PROGRAM_MISSING/],
  ] as const)('%s', (_, args, expected, words) => {
    const { status, stderr } = build('--out-dir', 'out', ...args);
    expect(status, stderr).toBe(expected);
    expect(stderr).toMatch(words);
    expect(existsSync(join(tree, 'out/gosymbols.json'))).toBe(false);
  });

  test('half of the targets fail: Bazel’s own error, and no index', () => {
    writeFileSync(join(tree, 'services/beta/main.go'), 'package main\n\nfunc main() { nonsense() }\n');
    const { status, stderr } = build('--out-dir', 'out', '--args', '--keep_going', '//services/...');
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(/main\.go:3:15: undefined: nonsense/);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/services\/beta.*BUILD_FAILED/);
    expect(existsSync(join(tree, 'out/gosymbols.json'))).toBe(false);
  });
});

test('an output that only the remote cache has is said to be there', () => {
  const tree = fixtureRepository('tree', folder.at('remote'));
  const events = [
    {
      id: { namedSet: { id: '0' } },
      namedSetOfFiles: { files: [{ name: 'api', uri: 'bytestream://cache.example/blobs/aa/7' }] },
    },
    {
      id: { targetCompleted: { label: '//:api' } },
      completed: { success: true, outputGroup: [{ name: 'default', fileSets: [{ id: '0' }] }] },
    },
  ];
  writeFileSync(folder.at('events'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  onPath(
    folder.at('cached'),
    'remote-bazel',
    `for a; do case "$a" in --build_event_json_file=*) cp '${folder.at('events')}' "\${a#*=}";; esac; done`,
  );
  const { status, stderr } = gosymbols(
    ['build', '--tool', 'bazel', '--program', join(folder.at('cached'), 'remote-bazel')],
    { cwd: tree },
  );
  expect(status, stderr).toBe(3);
  expect(stderr).toMatch(/\/\/:api.*bytestream:.*remote_download_outputs.*BAZEL_REMOTE_OUTPUT/);
});
