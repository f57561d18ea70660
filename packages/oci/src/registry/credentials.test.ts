import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { dockerCredentials } from './credentials.ts';

const auth = (text: string): string => Buffer.from(text).toString('base64');

async function lookUp(config: unknown, host: string): Promise<unknown> {
  await using directory = await temporaryDirectory();
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(directory.path, 'config.json'), text);
  return await dockerCredentials(host, { DOCKER_CONFIG: directory.path });
}

test.each([
  ['ghcr.io', { 'ghcr.io': { auth: auth('me:se:cret') } }, { username: 'me', password: 'se:cret' }],
  [
    'localhost:5000',
    { 'localhost:5000': { username: 'a', password: 'b' } },
    { username: 'a', password: 'b' },
  ],
  ['x.io', { 'https://x.io/v2/': { auth: auth('a:b') } }, { username: 'a', password: 'b' }],
  ['x.io', { 'x.io': { identitytoken: 'idt', auth: auth('<token>:') } }, { identityToken: 'idt' }],
  ['docker.io', { 'https://index.docker.io/v1/': { auth: auth('a:b') } }, { username: 'a', password: 'b' }],
])('%s is found', async (host, auths, expected) => {
  expect(await lookUp({ auths }, host)).toEqual(expected);
});

test.each([
  ['another port', 'x.io:5000', { 'x.io': { auth: auth('a:b') } }],
  ['a parent domain', 'evil.x.io', { 'x.io': { auth: auth('a:b') } }],
  ['a longer domain', 'x.io.evil.com', { 'x.io': { auth: auth('a:b') } }],
  ['a key for a path', 'x.io', { 'x.io/team': { auth: auth('a:b') } }],
  ['an empty entry', 'x.io', { 'x.io': {} }],
])('%s is not the host', async (_what, host, auths) => {
  expect(await lookUp({ auths }, host)).toBeUndefined();
});

test('no file is no credentials', async () => {
  expect(await dockerCredentials('x.io', { DOCKER_CONFIG: '/nonexistent' })).toBeUndefined();
});

test.each(['{"auths": {"x.io": {"auth": "c2VjcmV0"}}}', '{ "auths": secret', '[]', 'null'])(
  '%s is refused without being quoted',
  async (text) => {
    const failure = await lookUp(text, 'x.io').catch((error: unknown) => error);
    if (text === '[]') return expect(failure).toBeUndefined();
    expect(failure).toMatchObject({ kind: 'request', code: 'CREDENTIALS_FORMAT' });
    expect(String(failure)).not.toMatch(/secret|c2VjcmV0/);
  },
);
