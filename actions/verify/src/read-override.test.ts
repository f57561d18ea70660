import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePolicy } from '@gosymbols/policy/parse';
import { expect, test } from 'vitest';
import { readOverride } from './read-override.ts';
import { recordingHost } from './recording-host.ts';

const POLICY = parsePolicy(
  'version: 1\nartifacts: [{ name: a, path: a }]\noverrides: { label: size-override, skips: [SZ001] }',
  'p.yml',
);

interface Scene {
  readonly events?: readonly object[];
  readonly roles?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  readonly token?: string | undefined;
  readonly labels?: readonly string[];
}

const labelled = (login: string, name = 'size-override', event = 'labeled'): object => ({
  event,
  actor: { login },
  label: { name },
});

/** The two endpoints of GitHub that are asked, events a hundred a page (docs.github.com/rest/issues/events). */
async function ask(
  scene: Scene,
): Promise<{ found: Awaited<ReturnType<typeof readOverride>>; asked: string[] }> {
  const { events = [], roles = {}, body = null, labels = ['size-override'] } = scene;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(url.pathname);
    response.setHeader('content-type', 'application/json');
    const [, user] = /^\/repos\/octo\/shop\/collaborators\/(.+)\/permission$/.exec(url.pathname) ?? [];
    if (user !== undefined)
      return response.end(JSON.stringify({ permission: 'read', role_name: roles[user] ?? 'none' }));
    if (url.pathname !== '/repos/octo/shop/issues/7/events') return response.writeHead(404).end('{}');
    const page = Number(url.searchParams.get('page') ?? 1);
    if (events.length > page * 100)
      response.setHeader('link', `<${origin()}${url.pathname}?per_page=100&page=${page + 1}>; rel="next"`);
    return response.end(JSON.stringify(events.slice((page - 1) * 100, page * 100)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using folder = await mkdtempDisposable(join(tmpdir(), 'override-'));
  const path = join(folder.path, 'event.json');
  const side = { sha: 'a'.repeat(40), ref: 'main', repo: { full_name: 'octo/shop' } };
  const pull = { number: 7, head: side, base: side, body };
  await writeFile(
    path,
    JSON.stringify({ repository: { full_name: 'octo/shop', default_branch: 'main' }, pull_request: pull }),
  );
  const env = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_API_URL: origin(),
  };
  const host = recordingHost({ cwd: folder.path, kind: 'github', env });
  try {
    const token = 'token' in scene ? scene.token : 'secret';
    return { found: await readOverride(POLICY, { today: '2026-06-01', labels }, token, host), asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each<[string, Scene, object | undefined]>([
  [
    'the last one who put the label there, with role and reason',
    {
      events: [
        labelled('bob'),
        labelled('cat', 'bug'),
        labelled('ann', 'size-override', 'unlabeled'),
        labelled('ann'),
      ],
      roles: { ann: 'maintain', bob: 'read' },
      body: 'Adds TLS.\r\n\r\n  Size-Override: the library is large \r\nmore',
    },
    { by: 'ann', permission: 'maintain', reason: 'the library is large' },
  ],
  ['no reason', { events: [labelled('ann')], roles: { ann: 'write' } }, { by: 'ann', permission: 'write' }],
  [
    'a label behind two hundred events',
    {
      events: [...Array.from({ length: 200 }, () => labelled('cat', 'bug')), labelled('ann')],
      roles: { ann: 'admin' },
    },
    { by: 'ann', permission: 'admin' },
  ],
  ['a label that nobody put there', { events: [labelled('ann', 'other')] }, undefined],
])('%s', async (_, scene, found) => {
  expect((await ask(scene)).found).toEqual(found);
});

test.each<[string, Scene]>([
  ['without a token', { token: undefined }],
  ['without the label', { labels: ['bug'] }],
])('GitHub is not asked %s', async (_, scene) => {
  expect(await ask({ events: [labelled('ann')], ...scene })).toEqual({ found: undefined, asked: [] });
});
