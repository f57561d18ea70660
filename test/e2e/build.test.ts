import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SymbolIndex } from '@gosymbols/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gosymbols } from '../support/gosymbols.ts';
import { type Finished, output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { countingGo, edit, onPath, realGo, shopRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');
const NO_GITHUB = { GITHUB_SHA: undefined, GITHUB_REF: undefined, GITHUB_REPOSITORY: undefined };

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

type Env = Readonly<Record<string, string | undefined>>;

function build(cwd: string, args: readonly string[], env: Env = {}): Finished {
  return gosymbols(['build', ...args], { cwd, env: { ...NO_GITHUB, ...env } });
}

function built(cwd: string, args: readonly string[], env: Env = {}): SymbolIndex {
  const { status, stderr, stdout } = build(cwd, args, env);
  expect(status, stderr + stdout).toBe(0);
  return indexOf(cwd);
}

function indexOf(cwd: string): SymbolIndex {
  return JSON.parse(readFileSync(join(cwd, 'dist/gosymbols.json'), 'utf8')) as SymbolIndex;
}

/** Status and what it says, of a build that must leave no index. */
function refused(cwd: string, args: readonly string[], env: Env = {}): [number | null, string] {
  const { status, stderr } = build(cwd, args, env);
  expect(existsSync(join(cwd, 'dist/gosymbols.json'))).toBe(false);
  return [status, stderr];
}

const namesOf = ({ binaries }: SymbolIndex): string[] => binaries.map(({ name }) => name).sort();
const breakApi = (shop: string): void =>
  edit(join(shop, 'cmd/api/main.go'), (text) => text.replace('func main() {', 'func main() { nonsense('));

describe('plain Go', () => {
  const shop = shopRepository(folder.at('go'));
  const go = countingGo(folder.at('go-calls'));
  let index: SymbolIndex;
  beforeAll(() => {
    index = built(shop, ['--tool', 'go'], { PATH: go.path });
  });

  test('each program is built once, with its symbols', () => {
    expect(go.calls().filter((call) => call.startsWith('build '))).toHaveLength(2);
    expect(namesOf(index)).toEqual(['api', 'worker']);
    for (const { name, path, producer, levelBefore, before, platform } of index.binaries) {
      expect(path).toBe(name);
      expect(producer).toMatchObject({ tool: 'go', target: `example.com/shop/cmd/${name}` });
      expect(producer.version).toMatch(/^go1\.\d+/);
      expect(levelBefore).toBe('D3');
      expect(before.dwarf?.units).toBeGreaterThan(0);
      expect(platform?.os).toBe('linux');
      expect(before.buildIds.go).toBe(output('go', ['tool', 'buildid', join(shop, 'dist', path)]).trim());
    }
    expect(new Set(index.binaries.map(({ before }) => before.buildIds.gnu)).size).toBe(2);
  });

  test('the index says which commit it is of, and nothing of where it was built', () => {
    expect(index.source?.commit).toBe(output('git', ['rev-parse', 'HEAD'], { cwd: shop }).trim());
    expect(JSON.stringify(index)).not.toContain(folder.path);
  });

  test('what was split in place is built anew, not taken for up to date', () => {
    const { status, stderr } = gosymbols(['split', '--index', 'dist/gosymbols.json'], { cwd: shop });
    expect(status, stderr).toBe(0);
    expect(built(shop, ['--tool', 'go']).binaries.map(({ levelBefore }) => levelBefore)).toEqual([
      'D3',
      'D3',
    ]);
  });

  test('other platforms have a folder each', () => {
    const platforms = ['linux/amd64', 'linux/arm64', 'windows/amd64'];
    const found = built(shop, [
      ...['--tool', 'go', './cmd/worker', '--out-dir', 'dist'],
      ...platforms.flatMap((platform) => ['--platforms', platform]),
    ]);
    expect(found.binaries.map(({ platform }) => `${platform?.os}/${platform?.arch}`)).toEqual(platforms);
    expect(found.binaries.map(({ before }) => before.kind)).toEqual(['elf', 'elf', 'pe']);
    for (const { path } of found.binaries) expect(existsSync(join(shop, 'dist', path))).toBe(true);
    expect(new Set(namesOf(found)).size).toBe(3);
  });

  test.each([
    ['remove', 0, 'D3'],
    ['keep', 0, 'D1'],
    ['fail', 2, undefined],
  ])('-s -w in GOFLAGS with strip-flags %s', (rule, status, level) => {
    const cwd = shopRepository(folder.at(`go-${rule}`));
    const GOFLAGS = "'-ldflags=-s -w -X main.version=v7'";
    const ended = build(cwd, ['--tool', 'go', '--strip-flags', rule, './cmd/api'], { GOFLAGS });
    expect(ended.status, ended.stderr).toBe(status);
    if (level === undefined) return expect(ended.stderr).toContain('GOFLAGS');
    expect(indexOf(cwd).binaries[0]?.levelBefore).toBe(level);
    expect(output(join(cwd, 'dist/api'), ['-version'])).toContain('v7');
  });

  test('as an Action: outputs go to the runner', () => {
    const file = folder.at('outputs');
    output('touch', [file]);
    const env = { INPUT_TOOL: 'go', INPUT_TARGETS: './cmd/api', GITHUB_OUTPUT: file };
    const { status, stdout, stderr } = run(process.execPath, [join(DIST, 'build.js')], { cwd: shop, env });
    expect(status, stdout + stderr).toBe(0);
    const outputs = readFileSync(file, 'utf8');
    for (const name of ['index', 'binaries', 'tool']) expect(outputs).toMatch(new RegExp(`^${name}<<`, 'm'));
    expect(outputs).toContain('dist/gosymbols.json');
  });
});

describe('what cannot be built', () => {
  const shop = shopRepository(folder.at('broken'));

  test("a syntax error: the compiler's own words, and no index", () => {
    breakApi(shop);
    const [status, said] = refused(shop, ['--tool', 'go']);
    expect(status).toBe(3);
    expect(said).toMatch(/cmd\/api\/main\.go:\d+:\d+: syntax error/);
    expect(said).toContain('BUILD_FAILED');
    expect(existsSync(join(shop, 'dist/worker'))).toBe(false);
    expect(readdirSync(join(shop, 'dist'))).toEqual([]);
  });

  test.each([
    ['a package that is not there', ['--tool', 'go', './cmd/nope'], 2, /cmd\/nope/],
    ['packages without a program', ['--tool', 'go', './internal/...'], 2, /internal/],
    ['a platform that Go does not know', ['--tool', 'go', '--platforms', 'linux/z80'], 2, /linux\/z80/],
    ['a platform of another form', ['--tool', 'go', '--platforms', 'arm64'], 2, /arm64/],
    ['a mode that is GoReleaser’s', ['--tool', 'go', '--mode', 'release'], 2, /release/],
    ['a folder that is not there', ['--tool', 'go', '--working-directory', 'nope'], 2, /nope/],
    ['a configuration that is not there', ['--tool', 'goreleaser', '--config', 'nope.yaml'], 2, /nope\.yaml/],
    ['a target that is a flag', ['--tool', 'go', '--targets=-toolexec=x'], 2, /-toolexec=x/],
    [
      'an output folder that is a file',
      ['--tool', 'go', '--out-dir', 'go.mod/x', './cmd/worker'],
      undefined,
      /go\.mod/,
    ],
  ] as const)('%s', (_, args, expected, words) => {
    const [status, said] = refused(shop, args);
    if (expected === undefined) expect([2, 3]).toContain(status);
    else expect(status, said).toBe(expected);
    expect(said).toMatch(words);
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  test.each(['go', 'goreleaser', 'bazel'])('no %s on the PATH: how to get it', (tool) => {
    mkdirSync(folder.at('empty'), { recursive: true });
    const [status, said] = refused(shop, ['--tool', tool], { PATH: folder.at('empty') });
    expect(status).toBe(3);
    expect(said).toMatch(/TOOL_MISSING/);
    expect(said).toMatch(/[Ii]nstall/);
  });

  test('a Go that is too old', () => {
    const PATH = onPath(folder.at('old'), 'go', 'echo go version go1.16.3 linux/amd64');
    const [status, said] = refused(shop, ['--tool', 'go'], { PATH });
    expect(status, said).toBe(3);
    expect(said).toMatch(/1\.16\.3.*TOOL_TOO_OLD/);
  });

  test('a build that is cancelled: nothing runs on, nothing is left', async () => {
    const cwd = shopRepository(folder.at('cancelled'));
    const started = folder.at('started');
    const PATH = onPath(
      folder.at('slow'),
      'go',
      `if [ "$1" = build ]; then echo $$ > '${started}'; exec sleep 300; fi\nexec '${realGo()}' "$@"`,
    );
    const child = spawn(process.execPath, [join(DIST, 'cli.js'), 'build', '--tool', 'go'], {
      cwd,
      env: { ...process.env, PATH },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    while (!existsSync(started) || readFileSync(started, 'utf8') === '') await pause(50);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(() => process.kill(Number(readFileSync(started, 'utf8')), 0)).toThrow('ESRCH');
    expect(readdirSync(join(cwd, 'dist'))).toEqual([]);
  });
});

describe.skipIf(lacks('goreleaser'))('GoReleaser', () => {
  const shop = shopRepository(folder.at('goreleaser'));
  const go = countingGo(folder.at('goreleaser-calls'));
  const config = join(shop, '.goreleaser.yaml');
  const strip = (text: string): string => text.replace('- -X main', '- -s -w -X main');
  let index: SymbolIndex;
  beforeAll(() => {
    edit(config, strip);
    index = built(shop, ['--tool', 'goreleaser'], { PATH: go.path });
  });

  test('each program is built once a platform, and -s -w are taken back', () => {
    expect(go.calls().filter((call) => call.startsWith('build '))).toHaveLength(4);
    expect(namesOf(index)).toEqual([
      expect.stringMatching(/^api_linux_amd64/),
      expect.stringMatching(/^api_linux_arm64/),
      expect.stringMatching(/^worker_linux_amd64/),
      expect.stringMatching(/^worker_linux_arm64/),
    ]);
    for (const { name, path, producer, levelBefore } of index.binaries) {
      expect(producer).toMatchObject({ tool: 'goreleaser', target: name.split('_')[0] });
      expect(producer.version).toMatch(/^v?\d+\.\d+/);
      expect(levelBefore).toBe('D3');
      expect(existsSync(join(shop, 'dist', path))).toBe(true);
    }
  });

  test('the configuration and the repository are as they were', () => {
    expect(output('git', ['status', '--porcelain'], { cwd: shop }).split('\n').filter(Boolean)).toEqual([
      ' M .goreleaser.yaml',
      '?? dist/',
    ]);
    expect(strip(output('git', ['show', 'HEAD:.goreleaser.yaml'], { cwd: shop }))).toBe(
      readFileSync(config, 'utf8'),
    );
  });

  test('one build by its ID', () => {
    expect(namesOf(built(shop, ['--tool', 'goreleaser', 'worker'])).join(' ')).not.toContain('api');
  });

  test.each([
    ['strip flags with fail', ['--strip-flags', 'fail'], strip, 2, /api.*STRIP_FLAGS/],
    ['a build ID that is not there', ['wroker'], strip, 2, /wroker.*worker/],
    ['one build of a release', ['--mode', 'snapshot', 'api'], strip, 2, /snapshot.*targets/],
    ['YAML that is none', [], () => 'builds: [\n  - a\n', 2, /goreleaser\.yaml/],
    ['a key that GoReleaser does not know', [], (text: string) => `${text}nonsense: 1\n`, 3, /nonsense/],
  ] as const)('%s', (name, args, change, status, words) => {
    const cwd = shopRepository(folder.at(`goreleaser-${name.replaceAll(' ', '-')}`));
    edit(join(cwd, '.goreleaser.yaml'), change);
    const [ended, said] = refused(cwd, ['--tool', 'goreleaser', ...args]);
    expect(ended, said).toBe(status);
    expect(said).toMatch(words);
  });

  test('a build that fails half-way', () => {
    const cwd = shopRepository(folder.at('goreleaser-broken'));
    breakApi(cwd);
    const [status, said] = refused(cwd, ['--tool', 'goreleaser']);
    expect(status).toBe(3);
    expect(said).toMatch(/cmd\/api\/main\.go:\d+:\d+: /);
  });

  test('`auto` takes it, and says why', () => {
    const { status, stderr } = build(shop, ['worker']);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/goreleaser.*\.goreleaser\.yaml/);
  });
});

test('`auto` falls back on plain Go where that is all there is, and says why', () => {
  const shop = shopRepository(folder.at('auto'));
  onPath(folder.at('only-go'), 'go', `exec '${realGo()}' "$@"`);
  const { status, stderr } = build(shop, [], { PATH: folder.at('only-go'), CGO_ENABLED: '0' });
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/goreleaser/);
  expect(indexOf(shop).binaries[0]?.producer.tool).toBe('go');
});

describe.skipIf(lacks('bazel'))('Bazel', () => {
  const shop = shopRepository(folder.at('bazel'));
  const go = countingGo(folder.at('bazel-calls'));
  let index: SymbolIndex;
  beforeAll(() => {
    index = built(shop, ['--tool', 'bazel', '//cmd/...'], { PATH: go.path });
  });
  // Ends the server of this workspace and removes its outputs.
  afterAll(() => void run('bazel', ['clean', '--expunge'], { cwd: shop, env: { PATH: go.path } }));

  test('each program is built once, and copied out with its label', () => {
    expect(go.calls().filter((call) => call.startsWith('build '))).toHaveLength(2);
    expect(namesOf(index)).toEqual(['api', 'worker']);
    for (const { name, path, producer, levelBefore } of index.binaries) {
      expect(producer).toMatchObject({ tool: 'bazel', target: `//cmd/${name}:${name}` });
      expect(producer.flags).toContain('--strip=never');
      expect(levelBefore).toBe('D3');
      expect(statSync(join(shop, 'dist', path)).mode & 0o777).toBe(0o755);
    }
  });

  test('the build ID that both share is said to be no identity', () => {
    expect(new Set(index.binaries.map(({ before }) => before.buildIds.gnu)).size).toBe(1);
    for (const { before } of index.binaries) expect(before.buildIds.constant).toBeDefined();
  });

  test('splitting the copies does not touch what Bazel keeps', () => {
    expect(gosymbols(['split', '--index', 'dist/gosymbols.json'], { cwd: shop }).status).toBe(0);
    const before = go.calls().length;
    const again = built(shop, ['--tool', 'bazel', '//cmd/...'], { PATH: go.path });
    expect(again.binaries.map(({ levelBefore }) => levelBefore)).toEqual(['D3', 'D3']);
    expect(go.calls()).toHaveLength(before);
  });

  test.each([
    ['a target that is not there', ['//cmd/nope'], 2, /cmd\/nope/],
    ['targets without a program', ['//:sources'], 2, /NO_BINARIES|TARGET_EMPTY/],
    ['a target of Go’s', ['./cmd/...'], 2, /cmd/],
  ] as const)('%s', (_, args, expected, words) => {
    const { status, stderr } = build(shop, ['--tool', 'bazel', '--out-dir', 'out', ...args], {
      PATH: go.path,
    });
    expect(status, stderr).toBe(expected);
    expect(stderr).toMatch(words);
    expect(existsSync(join(shop, 'out/gosymbols.json'))).toBe(false);
  });

  test('a build that fails', () => {
    breakApi(shop);
    const args = ['--tool', 'bazel', '--out-dir', 'out', '//cmd/...'];
    const { status, stderr } = build(shop, args, { PATH: go.path });
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(/main\.go:\d+:\d+: syntax error/);
    expect(existsSync(join(shop, 'out/gosymbols.json'))).toBe(false);
  });
});
