import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type SymbolIndex, writeIndex } from '@gosymbols/record';
import {
  GROWN_TOO_MUCH,
  type PullRequestOptions,
  sampleIndex,
  samplePullRequest,
} from '@gosymbols/report/sample';
import { expect, test, vi } from 'vitest';
import { runStep, type StepEnded } from '../support/action.ts';
import { GitHubServer, zipOf } from '../support/github-server/index.ts';
import { scratch } from '../support/scratch.ts';

const FORK = 'stranger/shop';

interface World extends AsyncDisposable {
  readonly server: GitHubServer;
  readonly at: (...parts: string[]) => string;
  readonly base: string;
  readonly head: string;
  readonly merge: string;
}

/** Pull request 5, from a fork or from a branch of the repository. */
async function world(headRepository: string = 'octo/shop'): Promise<World> {
  const server = await GitHubServer.start();
  const folder = scratch();
  const { git } = server.state;
  const main = git.line(3);
  const base = main.at(-1) ?? '';
  git.point('refs/heads/main', base);
  const head = git.line(2, main[1]).at(-1) ?? '';
  const merge = git.commit('merge', [base, head]);
  git.point('refs/pull/5/merge', merge);
  server.token('workflow');
  server.token('fork', { access: { issues: 'read', contents: 'read' } });
  server.state.pulls.push({
    number: 5,
    state: 'open',
    head: { sha: head, ref: 'change', repo: headRepository },
    base: { sha: base, ref: 'main' },
  });
  return {
    server,
    at: folder.at,
    base,
    head,
    merge,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const repository = { full_name: 'octo/shop', default_branch: 'main' };

function pullEvent({ head, base }: World, from: string = 'octo/shop'): unknown {
  return {
    repository,
    pull_request: {
      number: 5,
      head: { sha: head, ref: 'change', repo: { full_name: from } },
      base: { sha: base, ref: 'main', repo: { full_name: 'octo/shop' } },
    },
  };
}

function runEvent({ head }: World, run: Record<string, unknown> = {}): unknown {
  return {
    action: 'completed',
    repository,
    workflow_run: {
      id: 400,
      run_attempt: 1,
      event: 'pull_request',
      head_sha: head,
      head_branch: 'change',
      head_repository: { full_name: FORK },
      repository: { full_name: 'octo/shop' },
      pull_requests: [],
      ...run,
    },
  };
}

function report(
  { server, at, merge }: World,
  step: {
    readonly event: unknown;
    readonly name: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly token?: string;
    readonly run?: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<StepEnded> {
  const { event, name, inputs, token = 'workflow', run = 400, env = {} } = step;
  return runStep('report', {
    folder: at('job'),
    inputs,
    event,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: name,
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: server.origin,
      GITHUB_SHA: merge,
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_TOKEN: token,
      ...env,
    },
  });
}

async function indexes({ at, base, merge }: World, options: PullRequestOptions = {}): Promise<void> {
  const { index, baseline } = samplePullRequest(options);
  await mkdir(at('job'), { recursive: true });
  await writeIndex(at('job/gosymbols.json'), {
    ...index,
    source: { repository: 'octo/shop', commit: merge },
  });
  await writeIndex(at('job/baseline.json'), {
    ...baseline,
    source: { repository: 'octo/shop', commit: base },
  });
}

const COMPARED = { index: 'gosymbols.json', baseline: 'baseline.json', comment: 'true' };

test('a pull request gets its comment and its summary; the next run brings the comment up to date', async () => {
  await using all = await world();
  await indexes(all, { findings: [GROWN_TOO_MUCH] });
  const first = await report(all, { event: pullEvent(all), name: 'pull_request', inputs: COMPARED });
  expect(first).toMatchObject({ status: 0, outputs: { comment: 'created', verdict: 'fail' } });
  expect(first.summary).toMatch(/^### ❌ gosymbols: SZ002 fails for api/);
  expect(all.server.state.comments).toMatchObject([
    { issue: 5, body: expect.stringMatching(/^### ❌ SZ002 fails for api/) },
  ]);
  await indexes(all, { grownBy: () => 0 });
  const second = await report(all, {
    event: pullEvent(all),
    name: 'pull_request',
    inputs: COMPARED,
    run: 401,
  });
  expect(second.outputs['comment']).toBe('updated');
  expect(all.server.state.comments).toMatchObject([{ body: expect.stringMatching(/^### ✅ No size moved/) }]);
});

test('nothing moved: no comment is made', async () => {
  await using all = await world();
  await indexes(all, { grownBy: () => 0 });
  const step = await report(all, { event: pullEvent(all), name: 'pull_request', inputs: COMPARED });
  expect(step).toMatchObject({ status: 0, outputs: { comment: 'unneeded', 'comment-url': '' } });
  expect(all.server.state.comments).toEqual([]);
});

test('a merge group has no pull request: summary, exit status, and the log says why', async () => {
  await using all = await world();
  await indexes(all);
  const event = { repository, merge_group: { base_sha: all.base, head_sha: all.merge } };
  const step = await report(all, { event, name: 'merge_group', inputs: COMPARED });
  expect(step).toMatchObject({ status: 0, outputs: { comment: 'none', verdict: 'pass' } });
  expect(step.log).toContain('No comment: there is no pull request in the event merge_group.');
  expect(step.summary).toContain('gosymbols');
});

test('a fork’s token only reads: summary, exit status, and the log names the way that works', async () => {
  await using all = await world(FORK);
  await indexes(all);
  const event = pullEvent(all, FORK);
  const step = await report(all, { event, name: 'pull_request', inputs: COMPARED, token: 'fork' });
  expect(step).toMatchObject({ status: 0, outputs: { comment: 'refused' } });
  expect(step.log).toMatch(
    /::warning .*Resource not accessible by integration.*workflow_run, with `from-artifact`/,
  );
  expect(step.summary).toContain('gosymbols');
  expect(all.server.state.comments).toEqual([]);
});

test('the legs of a matrix are one report and one comment', async () => {
  await using all = await world();
  const { index, baseline } = samplePullRequest();
  for (const leg of ['amd64', 'arm64']) {
    await mkdir(all.at('job', leg), { recursive: true });
    const binaries = (from: SymbolIndex): SymbolIndex['binaries'] =>
      from.binaries.map((binary) => ({ ...binary, platform: { os: 'linux', arch: leg } }));
    await writeIndex(all.at('job', leg, 'gosymbols.json'), { ...index, binaries: binaries(index) });
    await writeIndex(all.at('job', leg, 'baseline.json'), { ...baseline, binaries: binaries(baseline) });
  }
  const inputs = { index: '*/gosymbols.json', baseline: '*/baseline.json', comment: 'true' };
  const step = await report(all, { event: pullEvent(all), name: 'pull_request', inputs });
  expect(step).toMatchObject({ status: 0, outputs: { comment: 'created' } });
  const [comment, ...others] = all.server.state.comments;
  expect(others).toEqual([]);
  for (const name of ['api_linux_amd64', 'api_linux_arm64', 'worker_linux_amd64', 'worker_linux_arm64'])
    expect(comment?.body).toContain(`\`${name}\``);
});

test.each([
  ['without a token', { GITHUB_TOKEN: '' }, {}, 2, 'TOKEN_MISSING'],
  ['with a key that is none', {}, { 'comment-key': 'a b' }, 2, 'INPUT_VALUE'],
  ['with an artifact outside workflow_run', {}, { 'from-artifact': 'gosymbols-report' }, 2, 'EVENT_WRONG'],
])('a request %s is refused', async (_, env, inputs, status, code) => {
  await using all = await world();
  await indexes(all);
  const step = await report(all, {
    event: pullEvent(all),
    name: 'pull_request',
    inputs: { ...COMPARED, ...inputs },
    env,
  });
  expect(step.status).toBe(status);
  expect(step.log).toContain(`[${code}]`);
});

/** The unprivileged half: measures, and uploads through the real artifact client. */
async function measure(all: World): Promise<StepEnded> {
  const { server } = all;
  server.state.runs.push({
    id: 400,
    event: 'pull_request',
    headSha: all.head,
    headBranch: 'change',
    headRepository: FORK,
  });
  await indexes(all);
  return report(all, {
    event: pullEvent(all, FORK),
    name: 'pull_request',
    inputs: { index: 'gosymbols.json', 'upload-artifact': 'gosymbols-report' },
    token: 'fork',
    env: { ACTIONS_RESULTS_URL: server.origin, ACTIONS_RUNTIME_TOKEN: server.results.runtimeToken(400) },
  });
}

const FROM = { 'from-artifact': 'gosymbols-report', comment: 'true', format: 'json' };

test('a fork’s pull request: one run measures without rights, another comments on its data', async () => {
  await using all = await world(FORK);
  const { server } = all;
  const measured = await measure(all);
  expect(measured.status, measured.log).toBe(0);
  expect(measured.outputs['artifact-id']).toMatch(/^\d+$/);
  server.state.runs.push({
    id: 90,
    event: 'push',
    headSha: all.base,
    headBranch: 'main',
    headRepository: 'octo/shop',
  });
  const before = { ...samplePullRequest().baseline, source: { commit: all.base } };
  server.state.artifacts.push({
    id: 91,
    name: 'gosymbols-report',
    run: server.state.runs.at(-1) as never,
    archive: zipOf({ 'gosymbols.json': JSON.stringify(before) }),
    expired: false,
  });
  const step = await report(all, { event: runEvent(all), name: 'workflow_run', inputs: FROM, run: 500 });
  expect(step, step.log).toMatchObject({ status: 0, outputs: { comment: 'created' } });
  const [comment] = server.state.comments;
  expect(comment).toMatchObject({ issue: 5 });
  expect(comment?.body).toMatch(/^### ✅ \+303\.0/);
  expect(comment?.body).toContain('the figures are that run’s word');
  expect(comment?.body).toContain('uploaded by a push to the default branch');
  expect(comment?.body).toMatch(/run=400 attempt=1 -->$/);
});

test('the official client finds and reads what was uploaded', async () => {
  await using all = await world(FORK);
  const { outputs } = await measure(all);
  const findBy = { token: 'workflow', workflowRunId: 400, repositoryOwner: 'octo', repositoryName: 'shop' };
  vi.stubEnv('GITHUB_API_URL', all.server.origin);
  try {
    // It reads the address when it is loaded.
    const client = new (await import('@actions/artifact')).DefaultArtifactClient();
    const { artifact } = await client.getArtifact('gosymbols-report', { findBy });
    expect(String(artifact.id)).toBe(outputs['artifact-id']);
    await client.downloadArtifact(artifact.id, { path: all.at('down'), findBy });
    expect(JSON.parse(readFileSync(all.at('down/gosymbols.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
  } finally {
    vi.unstubAllEnvs();
  }
});

/** The privileged half, on an artifact of the test's own making. */
async function onArtifact(all: World, content: string | Buffer, event = runEvent(all)): Promise<StepEnded> {
  const run = {
    id: 400,
    event: 'pull_request',
    headSha: all.head,
    headBranch: 'change',
    headRepository: FORK,
  };
  all.server.state.runs.push(run);
  const archive = typeof content === 'string' ? zipOf({ 'gosymbols.json': content }) : content;
  all.server.state.artifacts.push({ id: 92, name: 'gosymbols-report', run, archive, expired: false });
  return report(all, { event, name: 'workflow_run', inputs: FROM, run: 500 });
}

test('a number that the artifact names leads nowhere: GitHub says which pull request it is', async () => {
  await using all = await world(FORK);
  all.server.state.pulls.push({
    number: 6,
    state: 'open',
    head: { sha: all.base, ref: 'victim', repo: 'octo/shop' },
    base: { sha: all.base, ref: 'main' },
  });
  const forged = {
    ...sampleIndex({ findings: [GROWN_TOO_MUCH] }),
    pullRequest: 6,
    number: 6,
    source: { ref: 'refs/pull/6/merge' },
  };
  expect(await onArtifact(all, JSON.stringify(forged))).toMatchObject({
    status: 0,
    outputs: { comment: 'created' },
  });
  expect(all.server.state.comments.map(({ issue }) => issue)).toEqual([5]);
});

const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
const withFinding = (finding: unknown): string =>
  JSON.stringify({ ...sampleIndex(), policy: { file: 'p', verdict: 'fail', findings: [finding] } });

test.each([
  ['deep', JSON.stringify(sampleIndex()).replace('{', `{"deep":${deep},`), 'INDEX_FORGED'],
  [
    'of wrong types',
    withFinding({ ...GROWN_TOO_MUCH, measured: { markup: '<img src=x onerror=alert(1)>' } }),
    'INDEX_SHAPE',
  ],
  ['with a place that is none', withFinding({ ...GROWN_TOO_MUCH, at: 'everywhere' }), 'INDEX_SHAPE'],
  [
    'with a size below nothing',
    JSON.stringify(sampleIndex()).replace(/"disk":\d+/, '"disk":-5'),
    'INDEX_SHAPE',
  ],
  ['with two binaries of one name', JSON.stringify(sampleIndex({ names: ['api', 'api'] })), 'INDEX_FORGED'],
  [
    'with a name of a million characters',
    JSON.stringify(sampleIndex({ names: ['a'.repeat(1_000_000)] })),
    'INDEX_FORGED',
  ],
  ['that is no JSON', '<html>', 'INDEX_NOT_JSON'],
  ['that is no archive', Buffer.from('PK nonsense'), 'GITHUB_ARTIFACT'],
  [
    'that unpacks to gigabytes',
    zipOf({ 'gosymbols.json': 'x' }, { uncompressed: 4_000_000_000 }),
    'GITHUB_ARTIFACT',
  ],
  ['of 40 MB', zipOf({ 'gosymbols.json': Buffer.alloc(0), noise: noiseOf(40_000_000) }), 'GITHUB_ARTIFACT'],
])('a forged artifact %s is refused, and nothing is written', async (_, content, code) => {
  await using all = await world(FORK);
  const step = await onArtifact(all, content);
  expect(step.status).not.toBe(0);
  expect(step.log).toContain(`[${code}]`);
  expect(all.server.state.comments).toEqual([]);
});

function noiseOf(bytes: number): Buffer {
  const noise = Buffer.alloc(bytes);
  let seed = 42;
  for (let at = 0; at < bytes; at += 4) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    noise.writeUInt32LE(seed, at);
  }
  return noise;
}

test.each([
  [
    'the pull request has moved on',
    { head_sha: 'e'.repeat(40) },
    /has moved on to [0-9a-f]{40}; its own run reports/,
  ],
  [
    'another repository has the same branch',
    { head_repository: { full_name: 'other/shop' } },
    /no open pull request comes from other\/shop/,
  ],
  ['the fork is gone', { head_repository: null }, /the fork that it came from is gone/],
  ['a push was measured', { event: 'push' }, /was started by push/],
])('no comment where %s, and the log says so', async (_, run, why) => {
  await using all = await world(FORK);
  const step = await onArtifact(
    all,
    JSON.stringify(sampleIndex({ findings: [GROWN_TOO_MUCH] })),
    runEvent(all, run),
  );
  expect(step, step.log).toMatchObject({ status: 0, outputs: { comment: 'none' } });
  expect(step.log).toMatch(why);
  expect(all.server.state.comments).toEqual([]);
});

test('a payload of another repository is refused', async () => {
  await using all = await world(FORK);
  const event = runEvent(all, { repository: { full_name: 'evil/shop' } });
  expect(await onArtifact(all, '{}', event)).toMatchObject({
    status: 2,
    log: expect.stringContaining('[GITHUB_EVENT]'),
  });
});
