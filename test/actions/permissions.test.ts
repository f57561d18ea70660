import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { GitHubServer } from '../support/github-server/index.ts';
import { type StepRan, step } from './step.ts';
import { Workspace } from './workspace.ts';

/** A policy that the program breaks: then there is something to comment on. */
const STRICT =
  'version: 1\nmode: enforce\nprofiles: { release: { strip: all } }\nartifacts:\n  - { name: hello, path: "**/hello", profile: release, budget: { disk: { max: 1KiB } } }\n';

describe('what the job’s token may not do', () => {
  let workspace: Workspace;
  let server: GitHubServer;
  let base = '';
  let head = '';
  beforeAll(async () => {
    workspace = new Workspace();
    server = await GitHubServer.start();
    const line = server.state.git.line(2);
    [base = '', head = ''] = line;
    server.state.git.point('refs/heads/main', base);
    server.state.pulls.push({
      number: 5,
      state: 'open',
      head: { sha: head, ref: 'change', repo: 'octo/shop' },
      base: { sha: base, ref: 'main' },
    });
    server.token('nothing', { access: { issues: 'read', contents: 'read', actions: 'none' } });
  });
  afterAll(async () => {
    workspace[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  function run(
    verb: string,
    inputs: Readonly<Record<string, string>>,
    {
      event,
      token,
      folders = workspace.copy(),
    }: {
      readonly event: 'push' | 'pull_request';
      readonly token?: string | undefined;
      readonly folders?: ReturnType<Workspace['copy']>;
    },
  ): Promise<StepRan> {
    const repository = { full_name: 'octo/shop', default_branch: 'main' };
    const side = (sha: string, ref: string): object => ({ sha, ref, repo: { full_name: 'octo/shop' } });
    const pull = { number: 5, head: side(head, 'change'), base: side(base, 'main') };
    return step({
      verb,
      ...folders,
      inputs,
      event: { repository, ...(event === 'push' ? { before: base } : { pull_request: pull }) },
      env: {
        GITHUB_EVENT_NAME: event,
        GITHUB_REPOSITORY: 'octo/shop',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_API_URL: server.origin,
        GITHUB_SHA: event === 'push' ? base : head,
        GITHUB_REF: event === 'push' ? 'refs/heads/main' : 'refs/pull/5/merge',
        GITHUB_RUN_ID: '7',
        GITHUB_TOKEN: token,
      },
    });
  }

  test('report: no comment is no failure, and the warning names the permission', async () => {
    const folders = workspace.copy();
    writeFileSync(join(folders.cwd, 'strict.yml'), STRICT);
    const judged = await step({ verb: 'verify', ...folders, inputs: { policy: 'strict.yml' } });
    expect(judged.status, judged.log).toBe(1);
    const asked = { event: 'pull_request', token: 'nothing', folders } as const;
    const ran = await run('report', { comment: 'true' }, asked);
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
    expect(ran.warnings).toEqual([expect.stringMatching(/`permissions: pull-requests: write`/)]);
    expect(ran.outputs['comment']).toBe('refused');
    expect(server.state.comments).toEqual([]);
  });

  test('baseline: to look for one needs `actions: read`, and that it is missing is said', async () => {
    const ran = await run('baseline', {}, { event: 'push', token: 'nothing' });
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
    expect(ran.outputs['source']).toBe('none');
    expect(ran.log).toMatch(/artifact: .*Give the job `permissions: \{ actions: read \}`/);
  });

  test('baseline: to put on record needs `contents: write`', async () => {
    const ran = await run('baseline', { record: 'true' }, { event: 'push', token: 'nothing' });
    expect(ran.errors, ran.log).toEqual([
      expect.stringMatching(/permissions: \{ contents: write \}`\. \[GITHUB_FORBIDDEN\]$/),
    ]);
    expect(ran.status).toBe(3);
    expect(server.state.git.resolve('refs/heads/gosymbols-record')).toBeUndefined();
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
  ])('report: %s is a wrong request, which says what to add', async (_, token) => {
    const ran = await run('report', { comment: 'true' }, { event: 'pull_request', token });
    expect(ran.errors, ran.log).toEqual([expect.stringMatching(/`env: GITHUB_TOKEN`.*\[TOKEN_MISSING\]$/)]);
    expect(ran.status).toBe(2);
  });

  test.each([
    ['a comment without a token', { comment: 'true' }, /\[TOKEN_MISSING\]$/],
    ['a format that is none', { format: 'pdf' }, /`pdf`, which is no format.*\[INPUT_VALUE\]$/],
  ])('pipeline: %s is refused before anything is built or published', async (_, inputs, words) => {
    const folders = workspace.copy();
    const before = stateOf(folders.cwd);
    const asked = { event: 'pull_request', folders } as const;
    const ran = await run('pipeline', { tool: 'go', 'out-dir': 'built', ...inputs }, asked);
    expect(ran.errors, ran.log).toEqual([expect.stringMatching(words)]);
    expect(ran.status).toBe(2);
    expect(stateOf(folders.cwd)).toEqual(before);
  });

  test('baseline: without a token there is none, and the warning says why', async () => {
    const ran = await run('baseline', {}, { event: 'pull_request' });
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
    expect(ran.warnings).toEqual([expect.stringMatching(/GITHUB_TOKEN is not set/)]);
  });

  test('a token that GitHub does not know', async () => {
    const ran = await run('report', { comment: 'true' }, { event: 'pull_request', token: 'stale' });
    expect(ran.status, ran.log).toBe(0);
    expect(ran.warnings).toEqual([expect.stringMatching(/401: Bad credentials/)]);
  });
});
