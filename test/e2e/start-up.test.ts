import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { type Loaded, loadedBy } from '../support/loaded-modules.ts';
import { scratch } from '../support/scratch.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

const VERBS = readdirSync(join(import.meta.dirname, '..', '..', 'actions'));

/** What takes long to load, by the sources that it is made of. */
const HEAVY = {
  artifact: /^node_modules\/@actions\/artifact\//,
  github: /^node_modules\/(@actions\/github|@octokit)\//,
  undici: /^node_modules\/(undici|@actions\/http-client)\//,
  yaml: /^node_modules\/yaml\//,
  html: /^(packages\/report\/src\/html|node_modules\/d3-hierarchy)\//,
  spinner: /^node_modules\/ora\//,
  sigstore: /^node_modules\/(@sigstore|tuf-js|@tufjs)\//,
} as const;

function heavyIn({ sources }: Loaded): string[] {
  return Object.entries(HEAVY).flatMap(([name, of]) => (sources.some((path) => of.test(path)) ? [name] : []));
}

const POLICY = `version: 1
artifacts:
  - name: static
    path: '**'
    budget:
      disk: { max: 1GiB }
`;

/** No `GITHUB_*` and no `INPUT_*` of the job that runs the tests. */
const NO_JOB = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(GITHUB|INPUT|ACTIONS|RUNNER)_/.test(name))
    .map((name) => [name, undefined]),
);
const QUIET = { ...NO_JOB, https_proxy: undefined, HTTPS_PROXY: undefined };

describe('a request that is wrong is told before anything heavy is loaded', () => {
  test.each(VERBS)('%s as an action', (verb) => {
    const ended = loadedBy(verb, [], { cwd: folder.path, env: QUIET });
    expect(ended.status, ended.stdout).toBe(2);
    expect(ended.sources).toContain(`actions/${verb}/src/main.ts`);
    expect(heavyIn(ended)).toEqual([]);
  });
});

describe('help', () => {
  test('the list of verbs loads none of them', () => {
    const ended = loadedBy('cli', ['--help'], { cwd: folder.path, env: QUIET });
    expect(ended.status).toBe(0);
    expect(ended.sources.filter((path) => path.startsWith('actions/') && !path.endsWith('.yml'))).toEqual([]);
    expect(ended.sources.filter((path) => path.startsWith('node_modules/'))).toEqual([
      'node_modules/leven/index.js',
    ]);
  });

  test.each(VERBS)('%s loads that verb alone, and nothing heavy', (verb) => {
    const ended = loadedBy('cli', [verb, '--help'], { cwd: folder.path, env: QUIET });
    expect(ended.status, ended.stderr).toBe(0);
    const loaded = ended.sources
      .filter((path) => path.startsWith('actions/'))
      .map((path) => path.split('/')[1]);
    expect([...new Set(loaded)]).toEqual([verb]);
    expect(heavyIn(ended)).toEqual([]);
  });
});

describe('what is needed is loaded, and nothing beside it', () => {
  const binary = (): string => goProgram({ name: 'static' });
  const index = (): string => folder.at('split', 'gosymbols.json');
  const run = (bundle: string, args: readonly string[]): Loaded => {
    const ended = loadedBy(bundle, args, { cwd: folder.path, env: QUIET });
    expect(ended.status, ended.stderr).toBe(0);
    return ended;
  };

  test('in the order of a release', () => {
    expect(heavyIn(run('cli', ['inspect', binary()]))).toEqual([]);
    expect(heavyIn(run('cli', ['split', binary(), '--out-dir', folder.at('split')]))).toEqual([]);
    const store = `oci-layout:${folder.at('store')}`;
    expect(heavyIn(run('cli', ['publish', '--index', index(), '--store', store]))).toEqual([]);
    expect(heavyIn(run('cli', ['gate', '--index', index(), '--store', store]))).toEqual([]);
    expect(heavyIn(run('cli', ['report', '--index', index(), '--format', 'markdown']))).toEqual([]);
    expect(heavyIn(run('cli', ['report', '--index', index(), '--format', 'html']))).toEqual(['html']);
    writeFileSync(folder.at('policy.yml'), POLICY);
    expect(heavyIn(run('cli', ['verify', '--index', index(), '--policy', folder.at('policy.yml')]))).toEqual([
      'yaml',
    ]);
  });
});
