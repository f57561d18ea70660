import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { type RunningRegistry, WITH_REFERRERS } from '../support/registries.ts';
import { type Finished, output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { block } from './pages.ts';
import { type Projects, projects, type State, shell } from './project.ts';

const folder = scratch();
let registry: RunningRegistry;
let shops: Projects;
let buildId: string;

beforeAll(async () => {
  registry = await WITH_REFERRERS.start();
  shops = projects(folder, registry.host);
  const index = JSON.parse(readFileSync(folder.at('states/published/dist/gosymbols.json'), 'utf8'));
  buildId = index.binaries.find(({ name }: { name: string }) => name === 'api').split.after.buildIds.gnu;
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A block as it stands, but for names of the outside world: registries, the build ID, folders of the machine. */
function here(text: string): string {
  return text
    .replaceAll(/\bg(?:hc|c)r\.io\//g, `${registry.host}/`)
    .replaceAll(/\b[0-9a-f]{40}\b|\b[0-9a-f]{8}…/g, buildId)
    .replaceAll('/usr/lib/debug', folder.at('usr-lib-debug'))
    .replaceAll('/tmp/api', folder.at('tmp-api'));
}

interface Scene {
  readonly page: string;
  readonly holding: string;
  readonly state: State;
  /** From the project; the folder above `examples/` otherwise. */
  readonly within?: '.' | '../..';
  prepare?(project: string): void;
  check(ended: Finished, project: string): void;
}

const has = (...path: readonly string[]): void =>
  expect(existsSync(join(...path)), path.join('/')).toBe(true);

const scenes: readonly Scene[] = [
  {
    page: 'actions/build/README.md',
    holding: 'gosymbols build',
    state: 'sources',
    check: ({ stdout }) => expect(stdout.match(/linux\/arm64/g)).toHaveLength(2),
  },
  {
    page: 'actions/verify/README.md',
    holding: 'gosymbols verify',
    state: 'published',
    check: ({ stdout }) => expect(stdout).toMatch(/^policy +\.gosymbols\.yml \(\w+\)$/m),
  },
  {
    page: 'actions/fetch/README.md',
    holding: '--binary ./api',
    state: 'published',
    prepare: (project) => copyFileSync(join(project, 'dist/api'), join(project, 'api')),
    check(_ended, project) {
      // What the page says is written, and what it says debuggers are to be given.
      const tree = block('actions/fetch/README.md', 'text', '<out-dir>/.build-id');
      const [first = '', second = ''] = tree.split('\n');
      const debug = join('.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
      expect(first).toMatch(/^<out-dir>\/\.build-id\/ab\/cdef….debug .*set debug-file-directory <out-dir>$/);
      expect(second).toMatch(/^<out-dir>\/dlv\/config\.yml .*XDG_CONFIG_HOME=<out-dir> dlv …$/);
      for (const outDir of [folder.at('usr-lib-debug'), join(project, '.gosymbols/debug')]) {
        has(outDir, debug);
        has(outDir, 'dlv/config.yml');
      }
    },
  },
  {
    page: 'actions/fetch/README.md',
    holding: '--section',
    state: 'published',
    check: ({ stdout }) => expect(stdout).toContain('.debug_line'),
  },
  {
    page: 'actions/gate/README.md',
    holding: 'gosymbols gate',
    state: 'published',
    check: ({ stdout }) => expect(stdout).toMatch(/api.*\n.*worker/),
  },
  {
    page: 'actions/init/README.md',
    holding: 'gosymbols init',
    state: 'built',
    prepare: (project) => rmSync(join(project, '.gosymbols.yml')),
    check: ({ stdout }) => expect(stdout).toMatch(/^policy +\.gosymbols\.yml \(audit\)$/m),
  },
  {
    page: 'actions/inspect/README.md',
    holding: 'gosymbols inspect',
    state: 'built',
    check: ({ stdout }) => expect(JSON.parse(stdout)).toMatchObject([{ path: 'dist/api', level: 'D3' }]),
  },
  {
    page: 'actions/join/README.md',
    holding: 'gosymbols join',
    state: 'published',
    check: ({ stdout }) => expect(stdout).toMatch(/^TEXT main\.main\(SB\)/m),
  },
  {
    page: 'actions/pipeline/README.md',
    holding: 'gosymbols pipeline',
    state: 'sources',
    within: '../..',
    check(_ended, project) {
      for (const name of ['api', 'api.debug', 'gosymbols.json', 'gosymbols-report.html'])
        has(project, 'dist', name);
      has(project, '.gosymbols/symbols/index.json');
    },
  },
  {
    page: 'actions/prune/README.md',
    holding: 'gosymbols prune',
    state: 'published',
    prepare(project) {
      // Of another build than the release: what a release has is not stored once more.
      const made = [
        ['build', '--tool', 'go', '--args=-ldflags=-X=main.change=1'],
        ['split', '--index', 'dist/gosymbols.json'],
        ['publish', '--index', 'dist/gosymbols.json', '--store', shops.store, '--ephemeral', 'pr-1'],
      ].map((args) => gosymbols(args, { cwd: project }));
      expect(
        made.map(({ status }) => status),
        made.map(({ stderr }) => stderr).join(''),
      ).toEqual([0, 0, 0]);
    },
    check: ({ stdout }) => expect(stdout.match(/ephemeral-build-id-/g)).toHaveLength(2),
  },
  {
    page: 'actions/publish/README.md',
    holding: 'gosymbols publish',
    state: 'published',
    check: ({ stdout }) => expect(stdout).toContain('build-id-'),
  },
  {
    page: 'actions/report/README.md',
    holding: 'gosymbols report',
    state: 'published',
    check({ stdout }, project) {
      expect(stdout).toContain('api');
      has(project, 'dist/gosymbols-report.html');
    },
  },
  {
    page: 'actions/split/README.md',
    holding: 'gosymbols split',
    state: 'built',
    check(_ended, project) {
      for (const name of ['api', 'api.debug', 'gosymbols.json']) has(project, 'dist/split', name);
    },
  },
  {
    page: 'examples/shop/README.md',
    holding: '-selfcheck',
    state: 'sources',
    check: ({ stdout, stderr }) => expect(stdout + stderr).toMatch(/order/),
  },
];

describe.each(scenes)('$page: $holding', (scene) => {
  test('does what the page says', () => {
    const project = shops.copy(`${scene.page} ${scene.holding}`, scene.state);
    scene.prepare?.(project);
    const text = here(block(scene.page, 'sh', scene.holding));
    const cwd = join(project, scene.within ?? '.');
    const ended = shell(text, cwd, project);
    expect(ended.status, ended.stderr + ended.stdout).toBe(0);
    scene.check(ended, project);
  });
});

describe.skipIf(lacks('crane'))('docs/goreleaser.md: crane append', () => {
  test('the image holds the very file', () => {
    const project = shops.copy('crane', 'published');
    const empty = folder.at('empty.tar');
    output('tar', ['--create', '--file', empty, '--files-from', '/dev/null']);
    const base = `${registry.host}/distroless/static-debian12:nonroot`;
    output('crane', ['append', '--new_layer', empty, '--new_tag', base]);
    // Where GoReleaser puts it.
    mkdirSync(join(project, 'dist/api_linux_amd64_v1'));
    copyFileSync(join(project, 'dist/api'), join(project, 'dist/api_linux_amd64_v1/api'));
    const ended = shell(here(block('docs/goreleaser.md', 'sh', 'crane append')), project, project);
    expect(ended.status, ended.stderr).toBe(0);
    const image = `${registry.host}/acme/shop:1.2.3`;
    const gated = gosymbols(['gate', '--image', image, '--store', shops.store], { cwd: project });
    expect(gated.status, gated.stderr + gated.stdout).toBe(0);
    expect(gated.stdout).toContain('api');
  });
});

test.skipIf(lacks('unshare'))(
  'README.md: with a folder as store nothing is contacted, so no network will do',
  () => {
    const project = shops.copy('no network', 'sources');
    const pipeline = [process.execPath, BUNDLE, 'pipeline', '--tool', 'go'];
    const ended = run('unshare', ['--net', ...pipeline], { cwd: project, env: { GOPROXY: 'off' } });
    expect(ended.status, ended.stderr).toBe(0);
    has(project, 'dist/gosymbols-report.html');
  },
);

test('docs/symbol-artifact.md: the manifest has the shape of one that was published', async () => {
  const text = block('docs/symbol-artifact.md', 'json', 'artifactType');
  const answer = await fetch(`http://${shops.store.replace('/', '/v2/')}/manifests/build-id-${buildId}`, {
    headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
  });
  const published = (await answer.json()) as { layers: unknown[] };
  expect(shapeOf({ ...published, layers: published.layers.slice(0, 1) })).toMatchObject(
    shapeOf(JSON.parse(text)),
  );
});

/** Digests, sizes and ids are those of another build; keys, media types and everything else must be equal. */
function shapeOf(value: unknown): object {
  const text = JSON.stringify(value, (name, one) => (name === 'size' ? 0 : one))
    .replaceAll(/sha256:[^"]+/g, 'sha256:…')
    .replaceAll(/"[0-9a-f]{40}"/g, '"…"')
    .replaceAll(/,"…":"…"/g, '');
  return JSON.parse(text) as object;
}
