import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of, unpacked } from '../support/archives.ts';
import { askGdb, stopWithDelve } from '../support/debuggers.ts';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { countingGo, edit, fixtureRepository, onPath, shopRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

const SNAPSHOT = ['build', '--tool', 'goreleaser', '--mode', 'snapshot'];
/** Nothing of the commit goes into the binaries: two configurations can be compared. */
const PLAIN = { GOFLAGS: '-buildvcs=false' };

interface Artifact {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly extra?: { readonly ID?: string };
}

/** GoReleaser takes nothing from a repository without a remote. */
function tagged(repository: string): string {
  output('git', ['remote', 'add', 'origin', 'https://example.com/shop/shop.git'], { cwd: repository });
  output('git', ['tag', 'v1.2.3'], { cwd: repository });
  return repository;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const namesIn = (path: string): string[] => readdirSync(path).sort();

function made(
  mode: 'snapshot' | 'release',
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): SymbolIndex {
  const command = ['build', '--tool', 'goreleaser', '--mode', mode, ...args];
  const { status, stdout, stderr } = gosymbols(command, { cwd, env });
  expect(status, stderr + stdout).toBe(0);
  return read<SymbolIndex>(join(cwd, 'dist/gosymbols.json'));
}

function splitOf({ name, split }: BinaryRecord): NonNullable<BinaryRecord['split']> {
  if (split === undefined) throw new Error(`${name} is not split`);
  return split;
}

/** What another tool says of the checksums, and which files they are of. */
function checked(dist: string): string[] {
  output('sha256sum', ['--check', '--strict', 'checksums.txt'], { cwd: dist });
  const lines = readFileSync(join(dist, 'checksums.txt'), 'utf8').trim().split('\n');
  return lines.map((line) => line.split(/\s+/)[1] ?? '').sort();
}

describe.skipIf(lacks('goreleaser', 'readelf', 'gdb', 'dlv'))('a snapshot release of the shop', () => {
  const shop = tagged(shopRepository(folder.at('shop')));
  const dist = join(shop, 'dist');
  const go = countingGo(folder.at('go-calls'));
  let index: SymbolIndex;
  beforeAll(() => {
    index = made('snapshot', shop, { ...PLAIN, PATH: go.path });
  });

  test('the compiler is called once for each program and platform', () => {
    const builds = go.calls().filter((call) => call.startsWith('build '));
    expect(builds).toHaveLength(4);
    expect(index.binaries).toHaveLength(4);
  });

  test('every archive holds the stripped binaries, executable', () => {
    for (const arch of ['amd64', 'arm64']) {
      const into = folder.at(`unpacked-${arch}`);
      const [archive = ''] = namesIn(dist).filter((name) => name.endsWith(`_linux_${arch}.tar.gz`));
      const files = unpacked(join(dist, archive), into);
      const records = index.binaries.filter(({ platform }) => platform?.arch === arch);
      expect(records).toHaveLength(2);
      for (const record of records) {
        const base = record.producer.target ?? '';
        expect(files[base]).toBe(splitOf(record).stripped.digest);
        expect(statSync(join(into, base)).mode & 0o777).toBe(0o755);
        expect(output('readelf', ['-SW', join(into, base)])).not.toMatch(/\.debug_|\.symtab/);
      }
    }
  });

  test('the symbol archive holds the debug files, is listed and has a checksum', () => {
    const artifacts = read<Artifact[]>(join(dist, 'artifacts.json'));
    const [symbols, ...more] = artifacts.filter(({ extra }) => extra?.ID === 'gosymbols');
    expect(more).toEqual([]);
    expect(symbols).toMatchObject({
      type: 'Archive',
      name: expect.stringMatching(/^shop_.*_symbols\.tar\.gz$/),
    });
    const files = unpacked(join(shop, symbols?.path ?? ''), folder.at('unpacked-symbols'));
    const debug = index.binaries.map((record) => splitOf(record).debug?.digest);
    expect(
      Object.entries(files)
        .filter(([name]) => name.endsWith('.debug'))
        .map(([, digest]) => digest)
        .sort(),
    ).toEqual(debug.sort());
    expect(checked(dist)).toEqual(namesIn(dist).filter((name) => name.endsWith('.tar.gz')));
  });

  test('the index says what was built, from which commit, as which release', () => {
    for (const { producer, before, levelBefore } of index.binaries) {
      expect(producer).toMatchObject({ tool: 'goreleaser', version: expect.stringMatching(/^v?2\./) });
      expect(['api', 'worker']).toContain(producer.target);
      expect(before.dwarf).toBeDefined();
      expect(levelBefore).toBe('D3');
    }
    expect(index.source?.commit).toBe(output('git', ['rev-parse', 'HEAD'], { cwd: shop }).trim());
    expect(index.release).toEqual(
      expect.objectContaining({ project: 'shop', version: expect.stringMatching(/-next$/) }),
    );
    expect(new Set(index.binaries.map(({ name }) => name)).size).toBe(4);
    for (const { path, split } of index.binaries) {
      expect(sha256Of(join(dist, path))).toBe(split?.stripped.digest);
      expect(sha256Of(join(dist, split?.debug?.path ?? ''))).toBe(split?.debug?.digest);
    }
  });

  test('the configuration and the working tree are as they were', () => {
    const dirty = output('git', ['status', '--porcelain'], { cwd: shop }).split('\n').filter(Boolean);
    expect(dirty).toEqual(['?? dist/']);
  });

  test('what is split already is not split again', () => {
    const before = readFileSync(join(dist, 'gosymbols.json'), 'utf8');
    const { status, stderr } = gosymbols(['split', '--index', 'dist/gosymbols.json'], { cwd: shop });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(dist, 'gosymbols.json'), 'utf8')).toBe(before);
  });

  test('a binary out of its archive, and symbols out of the store: gdb and Delve', () => {
    const store = `oci-layout:${folder.at('store')}`;
    const published = gosymbols(['publish', '--index', 'dist/gosymbols.json', '--store', store], {
      cwd: shop,
    });
    expect(published.status, published.stderr).toBe(0);
    const api = join(folder.at('unpacked-amd64'), 'api');
    const symbols = folder.at('fetched');
    const fetched = gosymbols(['fetch', '--binary', api, '--store', store, '--out-dir', symbols], {
      cwd: folder.path,
    });
    expect(fetched.status, fetched.stderr).toBe(0);
    expect(askGdb(api, symbols, ['info line main.showProduct'])).toMatch(
      /Line \d+ of ".*cmd\/api\/main\.go" starts at address/,
    );
    expect(askGdb(api, '/nonexistent', ['info line main.showProduct'])).not.toMatch(/main\.go/);
    const said = stopWithDelve(api, {
      symbols,
      home: folder.at('home'),
      at: 'main.run',
      args: ['-selfcheck'],
    });
    expect(said).toMatch(/=>\s+\d+:\s+func run\(/);
  });

  test('the documented hook in the user’s own file: GoReleaser alone makes the very same archives', () => {
    const ours = readFileSync(join(dist, 'checksums.txt'), 'utf8');
    const gathered = readFileSync(join(dist, 'gosymbols/gosymbols.json'), 'utf8');
    const text = readFileSync(join(shop, '.goreleaser.yaml'), 'utf8');
    const own = folder.at('own-hooks.yaml');
    writeFileSync(
      own,
      text
        .replace(
          '    ldflags:',
          '    hooks:\n      post: gosymbols split --hook dist/gosymbols --binaries "{{ .Path }}"\n    ldflags:',
        )
        // The overlay has them too, and Go writes its flags into the binary.
        .replace('{{ .Version }}\n', '{{ .Version }}\n      - -s=false -w=false\n')
        .replace(
          '\nchecksum:',
          [
            '  - id: gosymbols',
            '    meta: true',
            '    name_template: "{{ .ProjectName }}_{{ .Version }}_symbols"',
            '    files:',
            '      - src: dist/gosymbols/*.debug',
            '        strip_parent: true',
            '        info: { mtime: "{{ .CommitDate }}", mode: 0644 }',
            '      - src: dist/gosymbols/gosymbols.json',
            '        strip_parent: true',
            '        info: { mtime: "{{ .CommitDate }}", mode: 0644 }',
            '\nchecksum:',
          ].join('\n'),
        ),
    );
    const PATH = onPath(folder.at('own-bin'), 'gosymbols', `exec '${process.execPath}' '${BUNDLE}' "$@"`);
    const { status, stderr } = run('goreleaser', ['release', '--snapshot', '--clean', '-f', own], {
      cwd: shop,
      env: { ...PLAIN, PATH },
    });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(dist, 'checksums.txt'), 'utf8')).toBe(ours);
    expect(readFileSync(join(dist, 'gosymbols/gosymbols.json'), 'utf8')).toBe(gathered);
  });
});

describe.skipIf(lacks('goreleaser', 'readelf', 'gcc'))(
  'a release of another shape, all but published',
  () => {
    const depot = tagged(fixtureRepository('depot', folder.at('depot')));
    const dist = join(depot, 'dist');
    const go = countingGo(folder.at('depot-calls'));
    let index: SymbolIndex;
    beforeAll(() => {
      index = made('release', depot, { PATH: go.path }, ['--args', '--skip=publish']);
    });
    const of = (target: string): BinaryRecord[] =>
      index.binaries.filter(({ producer }) => producer.target === target);

    test('one build of each program and target: variants, systems without ELF, cgo', () => {
      expect(go.calls().filter((call) => call.startsWith('build '))).toHaveLength(7);
      const found = index.binaries.map(({ platform, before, split }) => [
        [platform?.os, platform?.arch, platform?.variant].filter(Boolean).join('/'),
        before.kind,
        split === undefined ? 'passed' : 'split',
      ]);
      expect(found.sort()).toEqual([
        ['darwin/all', 'mach-o', 'passed'],
        ['linux/amd64/v1', 'elf', 'split'],
        ['linux/amd64/v1', 'elf', 'split'],
        ['linux/amd64/v3', 'elf', 'split'],
        ['linux/arm64/v8.0', 'elf', 'split'],
        ['windows/amd64/v1', 'pe', 'passed'],
      ]);
    });

    test('sizes of what passes through are on record', () => {
      for (const { path, before, sizeBefore } of of('everywhere').filter(
        ({ split }) => split === undefined,
      )) {
        expect(before.size).toBe(statSync(join(dist, path)).size);
        expect(sizeBefore?.disk).toBe(before.size);
        expect(sizeBefore?.wire?.bytes).toBeGreaterThan(0);
      }
    });

    test('all flags that strip are taken back, the C compiler driver’s too', () => {
      for (const { before, split } of [...of('native'), ...of('scan')]) {
        expect(before.dwarf?.units).toBeGreaterThan(0);
        expect(before.symtab?.functions).toBeGreaterThan(0);
        expect(split?.proof.holds).toBe(true);
      }
      expect(of('native')[0]?.producer.flags?.join(' ')).toContain('-s=false -w=false');
    });

    test('archives, the package and the checksums are of the stripped files', () => {
      const [native] = of('native').map(splitOf);
      for (const archive of ['depot-native.tar.gz', 'depot-native.deb'])
        expect(unpacked(join(dist, archive), folder.at(archive))['native']).toBe(native?.stripped.digest);
      for (const record of of('scan')) {
        const archive = `depot-linux-amd64-${record.platform?.variant}.tar.gz`;
        expect(unpacked(join(dist, archive), folder.at(archive))['scan']).toBe(
          splitOf(record).stripped.digest,
        );
      }
      expect(checked(dist)).toContain('depot_1.2.3_symbols.tar.gz');
      expect(new Set(index.binaries.map(({ split }) => split?.after.buildIds.gnu)).size).toBe(5);
    });

    test('a hook of the user’s own sees what is shipped', () => {
      const seen = readFileSync(join(depot, 'shipped.sha256'), 'utf8');
      const [record] = of('everywhere').filter(({ split }) => split !== undefined);
      expect(seen).toContain(record?.split?.stripped.digest.slice('sha256:'.length));
    });
  },
);

describe.skipIf(lacks('goreleaser'))('releases that go wrong', () => {
  test.each([
    [
      'a build of several main packages',
      (text: string) =>
        text
          .replace('main: ./cmd/scan\n    binary: scan', 'main: ./cmd/...')
          .replace('CGO_ENABLED=0', 'CGO_ENABLED=1'),
      3,
      /HOOK_NO_BINARY|no file that was just built/,
    ],
    [
      'an archive template that GoReleaser cannot evaluate',
      (text: string) => text.replace('name_template: depot-native', 'name_template: "{{ .Nonsense }}"'),
      3,
      /Nonsense/,
    ],
    [
      'a folder of outputs elsewhere',
      (text: string) => `dist: ../elsewhere\n${text}`,
      2,
      /elsewhere.*DIST_OUTSIDE/,
    ],
  ] as const)('%s', (name, change, status, words) => {
    const depot = fixtureRepository('depot', folder.at(`wrong-${name.replaceAll(' ', '-')}`));
    edit(join(depot, '.goreleaser.yaml'), change);
    const ended = gosymbols(SNAPSHOT, { cwd: depot });
    expect(ended.status, ended.stderr).toBe(status);
    expect(ended.stderr.split('\n').at(-2)).toMatch(words);
    expect(existsSync(join(depot, 'dist/gosymbols.json'))).toBe(false);
    expect(existsSync(join(depot, 'dist/gosymbols/gosymbols.json'))).toBe(false);
  });

  test('no time left', () => {
    const shop = shopRepository(folder.at('late'));
    const PATH = onPath(folder.at('late-bin'), 'go', 'sleep 300');
    onPath(
      folder.at('late-bin'),
      'goreleaser',
      'case "$1" in --version) echo GitVersion: v2.15.1;; *) sleep 300;; esac',
    );
    const { status, stderr } = gosymbols([...SNAPSHOT, '--timeout', '2s'], { cwd: shop, env: { PATH } });
    expect(status).toBe(3);
    expect(stderr).toContain('TOOL_TIMEOUT');
  });
});

describe('a GoReleaser that only leaves files', () => {
  const shop = shopRepository(folder.at('version-1'));
  let PATH: string;
  beforeAll(() => {
    const written = folder.at('fixture');
    output('go', ['build', '-o', written, './cmd/worker'], { cwd: shop });
    const artifacts = [
      {
        name: 'worker',
        path: 'dist/worker_linux_amd64_v1/worker',
        goos: 'linux',
        goarch: 'amd64',
        goamd64: 'v1',
        internal_type: 4,
        type: 'Binary',
        extra: { Binary: 'worker', Ext: '', ID: 'worker' },
      },
      { name: 'checksums.txt', path: 'dist/checksums.txt', internal_type: 12, type: 'Checksum', extra: {} },
    ];
    const metadata = { project_name: 'shop', tag: 'v1.2.3', previous_tag: '', version: '1.2.3', commit: 'x' };
    writeFileSync(folder.at('artifacts.json'), JSON.stringify(artifacts));
    writeFileSync(folder.at('metadata.json'), JSON.stringify(metadata));
    PATH = onPath(
      folder.at('version-1-bin'),
      'goreleaser',
      [
        'if [ "$1" = --version ]; then echo "GitVersion:    1.26.2"; exit; fi',
        'rm -rf dist; mkdir -p dist/worker_linux_amd64_v1',
        `cp '${written}' dist/worker_linux_amd64_v1/worker`,
        `cp '${folder.at('artifacts.json')}' '${folder.at('metadata.json')}' dist/`,
      ].join('\n'),
    );
  });

  test('those of version 1 are read too', () => {
    const { status, stderr } = gosymbols(['build', '--tool', 'goreleaser'], { cwd: shop, env: { PATH } });
    expect(status, stderr).toBe(0);
    const index = read<SymbolIndex>(join(shop, 'dist/gosymbols.json'));
    expect(index.binaries).toEqual([expect.objectContaining({ name: 'worker', levelBefore: 'D3' })]);
    expect(index.source?.commit).toBe(output('git', ['rev-parse', 'HEAD'], { cwd: shop }).trim());
  });

  test('no hook was called: binaries are not silently shipped with all their symbols', () => {
    const { status, stderr } = gosymbols(SNAPSHOT, { cwd: shop, env: { PATH } });
    expect(status).toBe(3);
    expect(stderr).toContain('HOOK_NOT_CALLED');
    expect(existsSync(join(shop, 'dist/gosymbols.json'))).toBe(false);
  });
});
