import {
  type BaselineAnswer,
  findBaseline,
  historyFrom,
  type LadderOptions,
  recordBaseline,
} from '@gosymbols/baseline';
import { type GitHubApi, openApi, type RunEvent } from '@gosymbols/github';
import type { SymbolIndex } from '@gosymbols/record';
import { sampleIndex } from '@gosymbols/report/sample';
import { expect, test } from 'vitest';
import { GitHubServer, zipOf } from '../support/github-server/index.ts';

const log = (): void => {};
const apiOf = (server: GitHubServer): Promise<GitHubApi> =>
  openApi({ token: server.token('workflow'), apiUrl: server.origin, log, second: 10 });

const OPTIONS: LadderOptions = {
  sources: ['artifact', 'branch', 'build'],
  maxAge: 20,
  artifact: 'gosymbols',
  branch: 'gosymbols-record',
};

function eventOf(server: GitHubServer, event: Partial<RunEvent>): RunEvent {
  return {
    name: 'push',
    repository: 'octo/shop',
    owner: 'octo',
    repo: 'shop',
    defaultBranch: 'main',
    apiUrl: server.origin,
    serverUrl: 'https://github.com',
    sha: '',
    ref: 'refs/heads/main',
    runId: 1,
    attempt: 1,
    ...event,
  };
}

function measuredAt(commit: string): SymbolIndex {
  return { ...sampleIndex(), source: { repository: 'octo/shop', commit } };
}

/** A run that uploaded an index; by default an honest push to main. */
function uploaded(
  server: GitHubServer,
  headSha: string,
  how: {
    event?: string;
    branch?: string;
    from?: string;
    claims?: string;
    archive?: Buffer;
    expired?: boolean;
  } = {},
): void {
  const { event = 'push', branch = 'main', from = 'octo/shop', claims = headSha, expired = false } = how;
  server.state.nextId += 1;
  const run = { id: server.state.nextId, event, headSha, headBranch: branch, headRepository: from };
  const archive = how.archive ?? zipOf({ 'gosymbols.json': JSON.stringify(measuredAt(claims)) });
  server.state.runs.push(run);
  server.state.artifacts.push({ id: server.state.nextId, name: 'gosymbols', run, archive, expired });
}

interface World extends AsyncDisposable {
  readonly server: GitHubServer;
  /** Main, the oldest first. */
  readonly main: readonly string[];
  find(event: Partial<RunEvent>, options?: Partial<LadderOptions>): Promise<BaselineAnswer>;
}

async function world(length = 6): Promise<World> {
  const server = await GitHubServer.start();
  const main = server.state.git.line(length);
  server.state.git.point('refs/heads/main', main.at(-1) ?? '');
  return {
    server,
    main,
    find: async (event, options = {}) =>
      findBaseline(await apiOf(server), eventOf(server, event), { ...OPTIONS, ...options }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const at = (line: readonly string[], index: number): string => line.at(index) ?? '';

/** A pull request that left main two commits ago, and the merge of it that GitHub builds. */
function pullOn({ server, main }: World): { pull: NonNullable<RunEvent['pull']>; merge: string } {
  const { git } = server.state;
  const headSha = at(git.line(2, at(main, -3)), -1);
  const merge = git.commit('merge', [at(main, -1), headSha]);
  git.point('refs/pull/5/merge', merge);
  git.point('refs/pull/5/head', headSha);
  return { pull: { number: 5, headSha, headRepository: 'octo/shop', baseSha: at(main, -1) }, merge };
}

test('a pull request whose merge was built is compared with its first parent', async () => {
  await using all = await world();
  const { pull, merge } = pullOn(all);
  for (const sha of all.main) uploaded(all.server, sha);
  const { record, index } = await all.find(
    { name: 'pull_request', pull, sha: merge },
    { checkedOut: { head: merge } },
  );
  expect(record).toMatchObject({ source: 'artifact', commit: at(all.main, -1), distance: 0, tried: [] });
  expect(index?.source?.commit).toBe(at(all.main, -1));
});

test('a pull request whose head was built is compared with where it left main', async () => {
  await using all = await world();
  const { pull, merge } = pullOn(all);
  for (const sha of all.main) uploaded(all.server, sha);
  const { record } = await all.find(
    { name: 'pull_request', pull, sha: merge },
    { checkedOut: { head: pull.headSha } },
  );
  expect(record).toMatchObject({
    commit: at(all.main, -3),
    why: 'where the pull request left its base branch',
  });
});

test.each([
  ['a merge of this very head: its first parent', true, -1],
  ['a commit of another line: where the pull request left main', false, -3],
])('workflow_run, and the artifact says that it built %s', async (_, honest, where) => {
  await using all = await world();
  const { pull, merge } = pullOn(all);
  for (const sha of all.main) uploaded(all.server, sha);
  const head = honest ? merge : at(all.main, 1);
  const { record } = await all.find(
    { name: 'workflow_run', sha: at(all.main, -1) },
    { checkedOut: { pull, head } },
  );
  expect(record.commit).toBe(at(all.main, where));
});

test('a merge group is compared with its base', async () => {
  await using all = await world();
  const baseSha = at(all.main, -2);
  uploaded(all.server, baseSha);
  const { record } = await all.find({
    name: 'merge_group',
    mergeGroup: { baseSha, headSha: at(all.main, -1) },
  });
  expect(record).toMatchObject({ source: 'artifact', commit: baseSha, distance: 0 });
});

test('a push is compared with what the branch was at', async () => {
  await using all = await world();
  uploaded(all.server, at(all.main, -4));
  const { record } = await all.find({ sha: at(all.main, -1), before: at(all.main, -4) });
  expect(record).toMatchObject({ commit: at(all.main, -4), distance: 0, why: 'the commit before this push' });
});

test('anything else is compared with the commit before', async () => {
  await using all = await world();
  uploaded(all.server, at(all.main, -2));
  const { record } = await all.find({ name: 'schedule', sha: at(all.main, -1) });
  expect(record.commit).toBe(at(all.main, -2));
});

test('the first commit of a repository has nothing before it', async () => {
  await using all = await world(1);
  const { record, index } = await all.find({ sha: at(all.main, 0) });
  expect(record).toMatchObject({ source: 'none', why: expect.stringContaining('has no parent') });
  expect(index).toBeUndefined();
});

test('the walk keeps to first parents: what was merged in does not count, however near', async () => {
  await using all = await world();
  const { git } = all.server.state;
  const side = at(git.line(1, at(all.main, 0)), -1);
  const merged = git.commit('merge side', [at(all.main, -1), side]);
  uploaded(all.server, side);
  uploaded(all.server, at(all.main, 1));
  const { record } = await all.find({ before: merged, sha: merged });
  expect(record).toMatchObject({
    commit: at(all.main, 1),
    distance: 5,
    why: expect.stringContaining('5 commits before it'),
  });
});

test('the walk goes through more commits than a page holds, and no farther than it may', async () => {
  await using all = await world(140);
  uploaded(all.server, at(all.main, 5));
  const far = await all.find({ before: at(all.main, -1) }, { maxAge: 134 });
  expect(far.record).toMatchObject({ source: 'artifact', distance: 134 });
  const near = await all.find({ before: at(all.main, -1) }, { maxAge: 133 });
  expect(near.record.source).toBe('none');
});

test.each([
  ['of a fork', { from: 'stranger/shop' }, /is of a fork/],
  ['of a pull request', { event: 'pull_request' }, /started by pull_request/],
  ['of another branch', { branch: 'feature' }, /is of branch feature/],
  ['that claims another commit', { claims: 'f'.repeat(40) }, /says that it measured f+/],
  ['that is no archive', { archive: Buffer.from('hello') }, /cannot be used/],
  ['without the file', { archive: zipOf({ 'other.json': '{}' }) }, /it has no gosymbols\.json/],
  ['that is text', { archive: zipOf({ 'gosymbols.json': 'hello' }) }, /is not JSON/],
  [
    'of another shape',
    { archive: zipOf({ 'gosymbols.json': '{"schemaVersion":1}' }) },
    /is not a symbol index/,
  ],
  [
    'nested 200,000 deep',
    { archive: zipOf({ 'gosymbols.json': '['.repeat(200_000) }) },
    /nested 200000 deep/,
  ],
  [
    'that unpacks to more than it says',
    { archive: zipOf({ 'gosymbols.json': 'x'.repeat(100_000) }, { uncompressed: 10 }) },
    /cannot be used/,
  ],
  [
    'that says it unpacks to 3 GB',
    { archive: zipOf({ 'gosymbols.json': 'x' }, { uncompressed: 3_000_000_000 }) },
    /is 3000000000 bytes, more than/,
  ],
])('an artifact %s is passed over for an older one, and it is said', async (_, how, why) => {
  await using all = await world();
  uploaded(all.server, at(all.main, -1), how);
  const alone = await all.find({ before: at(all.main, -1) }, { sources: ['artifact'] });
  expect(alone.record).toMatchObject({
    source: 'none',
    tried: [{ source: 'artifact', why: expect.stringMatching(why) }],
  });
  uploaded(all.server, at(all.main, -2));
  expect((await all.find({ before: at(all.main, -1) })).record).toMatchObject({
    source: 'artifact',
    distance: 1,
  });
});

test('an expired artifact is none', async () => {
  await using all = await world();
  uploaded(all.server, at(all.main, -1), { expired: true });
  expect((await all.find({ before: at(all.main, -1) })).record.source).toBe('none');
});

test('the record on a branch is written, extended, and read', async () => {
  await using all = await world();
  const api = await apiOf(all.server);
  const base = { owner: 'octo', repo: 'shop', branch: OPTIONS.branch };
  for (const commit of all.main.slice(0, 4))
    await recordBaseline(api, { ...base, commit, index: measuredAt(commit) });
  const { git } = all.server.state;
  expect(git.mergeBase('refs/heads/main', 'refs/heads/gosymbols-record')).toBeUndefined();
  const history = await historyFrom(api, base, OPTIONS.branch);
  expect(history.map(({ commit }) => commit)).toEqual(all.main.slice(0, 4));
  expect(history[0]?.binaries[0]).toMatchObject({ name: 'api', disk: expect.any(Number) });
  const { record } = await all.find({ before: at(all.main, -1) });
  expect(record).toMatchObject({
    source: 'branch',
    commit: at(all.main, 3),
    distance: 2,
    tried: [{ source: 'artifact', why: expect.stringContaining('no push to main') }],
  });
  expect(record.history).toHaveLength(4);
});

test('two runs that record at once are both on record', async () => {
  await using all = await world();
  const base = { owner: 'octo', repo: 'shop', branch: OPTIONS.branch };
  await Promise.all(
    all.main
      .slice(0, 3)
      .map(async (commit) =>
        recordBaseline(await apiOf(all.server), { ...base, commit, index: measuredAt(commit) }),
      ),
  );
  const history = await historyFrom(await apiOf(all.server), base, OPTIONS.branch);
  expect(history.map(({ commit }) => commit).sort()).toEqual(all.main.slice(0, 3).toSorted());
});

test('the base is built where nothing else has it; and where that fails there is none, with every reason', async () => {
  await using all = await world();
  const built: string[] = [];
  const build = async (commit: string): Promise<SymbolIndex> => {
    built.push(commit);
    return measuredAt(commit);
  };
  const { record } = await all.find({ before: at(all.main, -2) }, { build });
  expect(record).toMatchObject({ source: 'build', commit: at(all.main, -2), distance: 0 });
  expect(record.tried.map(({ source }) => source)).toEqual(['artifact', 'branch']);
  expect(built).toEqual([at(all.main, -2)]);
  const failing = async (): Promise<SymbolIndex> => {
    throw new Error('go build failed');
  };
  const none = await all.find({ before: at(all.main, -2) }, { build: failing });
  expect(none.record).toMatchObject({
    source: 'none',
    why: expect.stringContaining('nothing was measured at'),
  });
  expect(none.record.tried.at(-1)).toEqual({ source: 'build', why: 'go build failed' });
});

test('GitHub failing for good is a reason, not an end', async () => {
  await using all = await world();
  all.server.troubles.fail({ at: /artifacts/, status: 500, times: 99 });
  const { record } = await all.find({ before: at(all.main, -1) });
  expect(record).toMatchObject({ source: 'none' });
  expect(record.tried[0]?.why).toMatch(/GitHub answered 500/);
});
