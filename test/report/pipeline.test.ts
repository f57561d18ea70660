import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runStep, type StepEnded } from '../support/action.ts';
import { GitHubServer } from '../support/github-server/index.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const REPOSITORY = { full_name: 'octo/shop', default_branch: 'main' };
/** That of examples/workflows/size.yml. */
const INPUTS = { baseline: 'auto', comment: 'true', 'upload-artifact': 'gosymbols-report', format: 'html' };

/** The one step of the example workflow, in a checkout of its own. */
function size(
  server: GitHubServer,
  folder: string,
  run: { id: number; name: string; event: object; sha: string; ref: string },
): Promise<StepEnded> {
  const { HOME = '', GOPATH = '', GOCACHE = '', GOMODCACHE = '' } = process.env;
  const go = Object.entries({ HOME, GOPATH, GOCACHE, GOMODCACHE }).filter(([, value]) => value !== '');
  return runStep('pipeline', {
    folder,
    inputs: INPUTS,
    event: { repository: REPOSITORY, ...run.event },
    env: {
      ...Object.fromEntries(go),
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: run.name,
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: server.origin,
      GITHUB_SHA: run.sha,
      GITHUB_REF: run.ref,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_TOKEN: server.token('workflow'),
      ACTIONS_RESULTS_URL: server.origin,
      ACTIONS_RUNTIME_TOKEN: server.results.runtimeToken(run.id),
    },
  });
}

test('a push is measured, and a pull request is told what it costs against it', async () => {
  await using server = await GitHubServer.start();
  using folder = scratch();
  const job = folder.at('job');
  const git = (...args: string[]): string =>
    output('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: job }).trim();
  mkdirSync(job);
  writeFileSync(folder.at('job/go.mod'), 'module example.com/tiny\n\ngo 1.24\n');
  writeFileSync(folder.at('job/main.go'), 'package main\n\nfunc main() { println("hello") }\n');
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', server.state.git.path);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'then');
  git('push', '--quiet', 'origin', 'main');
  const base = git('rev-parse', 'HEAD');
  server.state.runs.push({
    id: 300,
    event: 'push',
    headSha: base,
    headBranch: 'main',
    headRepository: 'octo/shop',
  });
  const push = {
    id: 300,
    name: 'push',
    event: { before: '0'.repeat(40) },
    sha: base,
    ref: 'refs/heads/main',
  };
  const pushed = await size(server, job, push);
  expect(pushed.status, pushed.log).toBe(0);
  expect(pushed.log).toContain('No comment: there is no pull request in the event push.');

  git('checkout', '--quiet', '-b', 'change');
  writeFileSync(
    folder.at('job/main.go'),
    'package main\n\nimport "net/http"\n\nfunc main() { println(http.ListenAndServe("", nil)) }\n',
  );
  git('commit', '--quiet', '--message', 'now', 'main.go');
  const head = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '--detach', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'change');
  const merge = git('rev-parse', 'HEAD');
  git('push', '--quiet', 'origin', 'HEAD:refs/pull/5/merge');
  server.state.pulls.push({
    number: 5,
    state: 'open',
    head: { sha: head, ref: 'change', repo: 'octo/shop' },
    base: { sha: base, ref: 'main' },
  });
  server.state.runs.push({
    id: 301,
    event: 'pull_request',
    headSha: head,
    headBranch: 'change',
    headRepository: 'octo/shop',
  });
  const side = { repo: { full_name: 'octo/shop' } };
  const event = {
    pull_request: {
      number: 5,
      head: { sha: head, ref: 'change', ...side },
      base: { sha: base, ref: 'main', ...side },
    },
  };
  const asked = await size(server, job, {
    id: 301,
    name: 'pull_request',
    event,
    sha: merge,
    ref: 'refs/pull/5/merge',
  });
  expect(asked.status, asked.log).toBe(0);
  const [comment, ...others] = server.state.comments;
  expect(others).toEqual([]);
  expect(comment?.body).toMatch(/^### [✅⚪] \+\d+\.\d\u00a0MiB over 1 binary, as debuggable as before\n/u);
  expect(comment?.body).toMatch(/- package `net\/http`: \+\d+\.\d\u00a0KiB/);
  expect(comment?.body).toContain(
    `baseline \`${base.slice(0, 12)}\` (uploaded by a push to the default branch)`,
  );
  expect(comment?.body).toMatch(
    /\[full report\]\(https:\/\/github\.com\/octo\/shop\/actions\/runs\/301\/artifacts\/\d+\)/,
  );
});
