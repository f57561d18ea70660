import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readIndex, writeIndex } from '@gosymbols/record';
import { sampleIndex } from '@gosymbols/report/sample';
import { expect, test } from 'vitest';
import { baselineStep as baseline } from '../support/baseline-step.ts';
import { GitHubServer } from '../support/github-server/index.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

test('builds the base from its own sources, and leaves the checkout as it was', async () => {
  await using server = await GitHubServer.start();
  using folder = scratch();
  const git = (...args: string[]): string =>
    output('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder.at('job'),
    }).trim();
  const program = (text: string): void =>
    writeFileSync(folder.at('job/main.go'), `package main\n\nfunc main() { println("${text}") }\n`);
  mkdirSync(folder.at('job'));
  writeFileSync(folder.at('job/go.mod'), 'module example.com/tiny\n\ngo 1.24\n');
  writeFileSync(folder.at('job/.gitignore'), 'dist/\noutput\nsummary\nevent.json\ngosymbols-*\n');
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', server.state.git.path);
  program('then');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'then');
  const before = git('rev-parse', 'HEAD');
  program('now, and a good deal longer');
  git('commit', '--quiet', '--all', '--message', 'now');
  const sha = git('rev-parse', 'HEAD');
  git('push', '--quiet', 'origin', 'main');
  for (const args of [['build'], ['split', '--index', 'dist/gosymbols.json']]) {
    const ended = gosymbols(args, { cwd: folder.at('job') });
    expect(ended.status, ended.stderr).toBe(0);
  }

  const inputs = { sources: 'artifact\nbranch\nbuild' };
  const step = await baseline(server, folder.at('job'), { inputs, before, sha });
  expect(step, step.log).toMatchObject({
    status: 0,
    outputs: { source: 'build', commit: before, distance: '0' },
  });
  const built = await readIndex(folder.at('job/dist/baseline.json'));
  expect(built.source?.commit).toBe(before);
  expect(built.binaries[0]?.split?.proof.holds).toBe(true);
  const index = await readIndex(folder.at('job/dist/gosymbols.json'));
  expect(index.baseline).toMatchObject({
    source: 'build',
    tried: [{ source: 'artifact' }, { source: 'branch' }],
  });
  expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  expect(git('status', '--porcelain')).toBe('');
});

test('records the default branch, and nothing else', async () => {
  await using server = await GitHubServer.start();
  using folder = scratch();
  const main = server.state.git.line(3);
  server.state.git.point('refs/heads/main', main[2] ?? '');
  const sha = main[2] ?? '';
  await writeIndex(folder.at('index.json'), sampleIndex());
  const inputs = { index: folder.at('index.json'), out: folder.at('base.json'), record: 'true' };
  const off = await baseline(server, folder.at('job'), { inputs, sha, ref: 'refs/heads/feature' });
  expect(off.log).toContain('Nothing recorded: this is no push to main.');
  expect(server.state.git.resolve('refs/heads/gosymbols-record')).toBeUndefined();
  const on = await baseline(server, folder.at('job'), { inputs, sha, before: main[1] ?? '' });
  expect(on, on.log).toMatchObject({ status: 0, outputs: { source: 'none', baseline: '' } });
  expect(server.state.git.file('refs/heads/gosymbols-record', 'history.jsonl')).toContain(sha);
  const next = await baseline(server, folder.at('job'), { inputs, before: sha, sha });
  expect(next.outputs).toMatchObject({ source: 'branch', commit: sha });
});

test.each([
  ['no token', { token: '' }, /GITHUB_TOKEN is not set/],
  ['a token that GitHub refuses', { token: 'gone' }, /Bad credentials/],
  [
    'a commit that GitHub does not know',
    { before: 'd'.repeat(40) },
    /nothing was measured at|No commit found|Not Found/,
  ],
])('%s is a warning and an answer, not a failure', async (_, how, why) => {
  await using server = await GitHubServer.start();
  using folder = scratch();
  const [sha = ''] = server.state.git.line(1);
  await writeIndex(folder.at('index.json'), sampleIndex());
  const inputs = { index: folder.at('index.json'), out: folder.at('base.json') };
  const step = await baseline(server, folder.at('job'), { inputs, sha, before: sha, ...how });
  expect(step, step.log).toMatchObject({ status: 0, outputs: { source: 'none', baseline: '' } });
  expect(step.log).toMatch(/::warning/);
  expect(step.log).toMatch(why);
  expect(existsSync(folder.at('base.json'))).toBe(false);
});

test.each([
  ['a source that is none', { sources: 'artefact' }, 'Did you mean `artifact`?'],
  ['an age that is none', { 'max-age-commits': '-3' }, 'Write a number from 0 to 1000.'],
  ['an index that is not there', { index: 'none.json' }, '[INDEX_MISSING]'],
])('%s is refused', async (_, inputs, says) => {
  await using server = await GitHubServer.start();
  using folder = scratch();
  const given = { index: folder.at('index.json'), out: folder.at('base.json'), ...inputs };
  await writeIndex(folder.at('index.json'), sampleIndex());
  const step = await baseline(server, folder.at('job'), { inputs: given });
  expect(step.status).toBe(2);
  expect(step.log).toContain(says);
});
