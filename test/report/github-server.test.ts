import { expect, test } from 'vitest';
import { GitHubServer } from '../support/github-server/index.ts';

const COMMENTS = '/repos/octo/shop/issues/5/comments';

async function started(): Promise<GitHubServer> {
  const server = await GitHubServer.start();
  server.token('workflow');
  const head = { sha: 'a'.repeat(40), ref: 'change', repo: 'octo/shop' };
  server.state.pulls.push({ number: 5, state: 'open', head, base: { sha: head.sha, ref: 'main' } });
  return server;
}

function ask(
  server: GitHubServer,
  path: string,
  init: RequestInit = {},
  token = 'workflow',
): Promise<Response> {
  return fetch(`${server.origin}${path}`, {
    ...init,
    headers: { authorization: `token ${token}`, ...init.headers },
  });
}

test('an answer that is known already is 304, and does not count against the limit', async () => {
  await using server = await started();
  const first = await ask(server, COMMENTS);
  const etag = first.headers.get('etag') ?? '';
  const left = Number(first.headers.get('x-ratelimit-remaining'));
  const again = await ask(server, COMMENTS, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  expect(Number(again.headers.get('x-ratelimit-remaining'))).toBe(left);
  await ask(server, COMMENTS, { method: 'POST', body: JSON.stringify({ body: 'new' }) });
  expect((await ask(server, COMMENTS, { headers: { 'if-none-match': etag } })).status).toBe(200);
});

test('pages are linked, at most a hundred items each', async () => {
  await using server = await started();
  for (let at = 0; at < 130; at++)
    await ask(server, COMMENTS, { method: 'POST', body: JSON.stringify({ body: `remark ${at}` }) });
  const page = await ask(server, `${COMMENTS}?per_page=500`);
  expect(await page.json()).toHaveLength(100);
  expect(page.headers.get('link')).toMatch(/page=2>; rel="next", .*page=2>; rel="last"$/);
});

test.each([
  ['a token that is none', { token: 'gone' }, 401],
  ['a body that is not as published', { body: { text: 'hello' } }, 422],
  ['a body of more than 65,536 characters', { body: { body: 'x'.repeat(65_537) } }, 422],
  ['an issue that is not there', { path: '/repos/octo/shop/issues/6/comments' }, 404],
  ['another repository', { path: '/repos/octo/other/issues/5/comments' }, 404],
])(
  '%s is refused as GitHub does',
  async (_, {
    token,
    body = { body: 'hello' },
    path = COMMENTS,
  }: { token?: string; body?: unknown; path?: string }, status) => {
    await using server = await started();
    const answer = await ask(server, path, { method: 'POST', body: JSON.stringify(body) }, token);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      message: expect.any(String),
      documentation_url: expect.any(String),
    });
  },
);

test('an answer that GitHub does not publish makes the test fail', async () => {
  const server = await started();
  const author = server.state.tokens.get('workflow');
  if (author === undefined) throw new Error('no author');
  server.state.comments.push({ id: 'seven' as never, issue: 5, author, body: 'hello' });
  expect((await ask(server, COMMENTS)).status).toBe(500);
  await expect(server[Symbol.asyncDispose]()).rejects.toThrow(/must be integer/);
});
