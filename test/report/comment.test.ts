import { type CommentRequest, keepOneComment, markOf, openApi } from '@gosymbols/github';
import { expect, test } from 'vitest';
import { GitHubServer } from '../support/github-server/index.ts';

const THREAD = { owner: 'octo', repo: 'shop', issue_number: 5 };
const SHA = 'a'.repeat(40);

async function serverWithPull(): Promise<GitHubServer> {
  const server = await GitHubServer.start();
  server.token('workflow');
  const head = { sha: SHA, ref: 'change', repo: 'octo/shop' };
  server.state.pulls.push({ number: 5, state: 'open', head, base: { sha: SHA, ref: 'main' } });
  return server;
}

const said: string[] = [];

async function keep(
  server: GitHubServer,
  run: number,
  options: Partial<CommentRequest> & { token?: string; attempt?: number } = {},
): Promise<string> {
  const { token = 'workflow', attempt = 1, ...request } = options;
  const log = (message: string): void => void said.push(message);
  const api = await openApi({ token, apiUrl: server.origin, log, second: 10 });
  const mark = { key: 'report', run, attempt };
  const { did } = await keepOneComment(api, {
    thread: THREAD,
    mark,
    text: `run ${run}`,
    create: true,
    ...request,
  });
  return did;
}

const runsOf = (server: GitHubServer): (number | undefined)[] =>
  server.state.comments.map(({ body }) => markOf(body)?.run);

test('is created, then updated, then left alone where it is right', async () => {
  await using server = await serverWithPull();
  expect(await keep(server, 1)).toBe('created');
  expect(await keep(server, 2)).toBe('updated');
  expect(await keep(server, 2)).toBe('unchanged');
  expect(server.state.comments).toMatchObject([{ body: expect.stringMatching(/^run 2\n\n<!-- gosymbols/) }]);
});

test('with nothing to say none is created, and one that is there is brought up to date', async () => {
  await using server = await serverWithPull();
  expect(await keep(server, 1, { create: false })).toBe('unneeded');
  expect(server.state.comments).toEqual([]);
  await keep(server, 2);
  expect(await keep(server, 3, { create: false })).toBe('updated');
  expect(runsOf(server)).toEqual([3]);
});

test('is found behind 40 other comments, and on the second page of 130', async () => {
  await using server = await serverWithPull();
  const someone = {
    login: 'someone',
    type: 'User' as const,
    access: { issues: 'read', contents: 'read', actions: 'read' } as const,
  };
  const chatter = (count: number): void => {
    for (let at = 0; at < count; at++) {
      server.state.nextId += 1;
      server.state.comments.push({
        id: server.state.nextId,
        issue: 5,
        author: someone,
        body: `remark ${at}`,
      });
    }
  };
  chatter(40);
  expect(await keep(server, 1)).toBe('created');
  expect(await keep(server, 2)).toBe('updated');
  server.state.comments.length = 0;
  chatter(130);
  expect(await keep(server, 3)).toBe('created');
  expect(await keep(server, 4)).toBe('updated');
  expect(server.state.comments).toHaveLength(131);
});

test('a mark that another author planted is not ours', async () => {
  await using server = await serverWithPull();
  const planter = server.state.tokens.get(server.token('planter', { login: 'planter', type: 'User' }));
  if (planter === undefined) throw new Error('no planter');
  const planted = 'run 9\n\n<!-- gosymbols report=report run=999999 attempt=1 -->';
  server.state.comments.push({ id: 1, issue: 5, author: planter, body: planted });
  expect(await keep(server, 1)).toBe('created');
  expect(server.state.comments.map(({ body }) => body.split('\n')[0])).toEqual(['run 9', 'run 1']);
});

test('a comment of ours that quotes the mark is no report', async () => {
  await using server = await serverWithPull();
  const author = server.state.tokens.get('workflow');
  if (author === undefined) throw new Error('no author');
  const body = '> <!-- gosymbols report=report run=7 attempt=1 -->\n\nas said above';
  server.state.comments.push({ id: 1, issue: 5, author, body });
  expect(await keep(server, 1)).toBe('created');
});

test('two reports on one pull request have a comment each', async () => {
  await using server = await serverWithPull();
  await keep(server, 1);
  await keep(server, 1, { mark: { key: 'images', run: 1, attempt: 1 } });
  expect(server.state.comments).toHaveLength(2);
});

test('an older run that ends last overwrites nothing', async () => {
  await using server = await serverWithPull();
  await keep(server, 8);
  expect(await keep(server, 7)).toBe('overtaken');
  expect(await keep(server, 8, { attempt: 2, text: 'again' })).toBe('updated');
  expect(await keep(server, 8, { attempt: 1 })).toBe('overtaken');
  expect(server.state.comments).toMatchObject([{ body: expect.stringContaining('again') }]);
});

test('an older run that writes between our reading and our writing is put right', async () => {
  await using server = await serverWithPull();
  await keep(server, 1);
  // Both have read run 1. The older one's write arrives after ours.
  server.troubles.between(
    /^patch /,
    () => {
      const [comment] = server.state.comments;
      if (comment !== undefined)
        comment.body = comment.body.replace(/run=\d+/, 'run=2').replace(/^run \d+/, 'run 2');
    },
    true,
  );
  expect(await keep(server, 3)).toBe('updated');
  expect(runsOf(server)).toEqual([3]);
});

test.each([
  ['the older first', 21, 22],
  ['the later first', 22, 21],
])('two runs at once leave one comment, that of the later run: %s', async (_, first, second) => {
  await using server = await serverWithPull();
  // The second run goes through all of it while the first is about to create.
  server.troubles.between(/^post .*\/comments$/, () => keep(server, second));
  await keep(server, first);
  expect(runsOf(server)).toEqual([22]);
});

test('two runs that really run at once leave one comment', async () => {
  await using server = await serverWithPull();
  await Promise.all([31, 32, 33].map((run) => keep(server, run)));
  expect(runsOf(server)).toEqual([33]);
});

test('502 on reading is tried again', async () => {
  await using server = await serverWithPull();
  server.troubles.fail({ at: /^get .*\/comments$/, status: 502, times: 2 });
  expect(await keep(server, 1)).toBe('created');
});

test.each([
  ['before', false],
  ['after', true],
])('502 on creating, %s it was written: one comment', async (_, afterwards) => {
  await using server = await serverWithPull();
  server.troubles.fail({ at: /^post .*\/comments$/, status: 502, afterwards });
  await keep(server, 1);
  expect(runsOf(server)).toEqual([1]);
});

test('GitHub being down for long is said, with the next step', async () => {
  await using server = await serverWithPull();
  server.troubles.fail({ at: /comments$/, status: 503, times: 99, message: 'Service Unavailable' });
  await expect(keep(server, 1)).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
    kind: 'unavailable',
    next: 'Run the job again.',
    message: expect.stringContaining('503'),
  });
});

test('a secondary rate limit is waited for, and said', async () => {
  await using server = await serverWithPull();
  said.length = 0;
  server.troubles.fail({
    at: /^post .*\/comments$/,
    status: 403,
    message: 'You have exceeded a secondary rate limit.',
    headers: { 'retry-after': '2' },
  });
  expect(await keep(server, 1)).toBe('created');
  expect(said).toEqual([expect.stringMatching(/secondary rate limit is reached at POST .* in 2 s: waiting/)]);
});

test('a rate limit that is lifted in an hour is not waited for', async () => {
  await using server = await serverWithPull();
  server.limit = { remaining: 0, reset: Math.floor(Date.now() / 1000) + 3600 };
  await expect(keep(server, 1)).rejects.toMatchObject({ code: 'GITHUB_RATE_LIMIT' });
});

test('without the permission it says which is missing', async () => {
  await using server = await serverWithPull();
  server.token('fork', { access: { issues: 'read' } });
  await expect(keep(server, 1, { token: 'fork' })).rejects.toMatchObject({
    code: 'GITHUB_FORBIDDEN',
    message: expect.stringContaining('Resource not accessible by integration'),
  });
});

test('a token that is none is refused', async () => {
  await using server = await serverWithPull();
  await expect(keep(server, 1, { token: 'gone' })).rejects.toMatchObject({ code: 'GITHUB_FORBIDDEN' });
});
