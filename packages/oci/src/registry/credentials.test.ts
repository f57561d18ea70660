import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { dockerCredentials, findCredentials } from './credentials.ts';

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

/** A credential helper as a program: `secret` is what it prints, its input is kept beside it. */
async function withHelper(
  config: unknown,
  host: string,
  script: string,
): Promise<{ readonly found: unknown; readonly asked: string }> {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'config.json'), JSON.stringify(config));
  const program = join(directory.path, 'docker-credential-test');
  await writeFile(
    program,
    `#!/bin/sh\n[ "$1" = get ] || exit 9\ncat > '${directory.path}/asked'\n${script}\n`,
  );
  await chmod(program, 0o755);
  const env = { DOCKER_CONFIG: directory.path, PATH: `${directory.path}:${process.env['PATH']}` };
  const found = await dockerCredentials(host, env).catch((error: unknown) => error);
  return { found, asked: await readFile(join(directory.path, 'asked'), 'utf8').catch(() => '') };
}

const answering = (username: string, secret: string): string =>
  `echo '{"ServerURL":"x","Username":"${username}","Secret":"${secret}"}'`;
const NOT_FOUND = 'echo credentials not found in native keychain; exit 1';
const IN_FILE = { 'x.io': { auth: auth('file:f') } };

describe.skipIf(process.platform === 'win32')('credential helpers', () => {
  test.each([
    ['of the host', { credHelpers: { 'x.io': 'test' } }, 'x.io', { username: 'a', password: 's' }, 'x.io'],
    ['of all hosts', { credsStore: 'test' }, 'x.io:5000', { username: 'a', password: 's' }, 'x.io:5000'],
    [
      'before the file',
      { credsStore: 'test', auths: IN_FILE },
      'x.io',
      { username: 'a', password: 's' },
      'x.io',
    ],
    [
      'of Docker Hub',
      { credHelpers: { 'index.docker.io': 'test' } },
      'docker.io',
      { username: 'a', password: 's' },
      'https://index.docker.io/v1/',
    ],
    ['not of a parent domain', { credHelpers: { 'x.io': 'test' } }, 'evil.x.io', undefined, ''],
  ])('%s', async (_what, config, host, expected, asked) => {
    expect(await withHelper(config, host, answering('a', 's'))).toEqual({ found: expected, asked });
  });

  test('an identity token', async () => {
    const { found } = await withHelper({ credsStore: 'test' }, 'x.io', answering('<token>', 'idt'));
    expect(found).toEqual({ identityToken: 'idt' });
  });

  test.each([
    ['knows nothing', NOT_FOUND, undefined],
    ['fails', 'echo secret; exit 1', 'CREDENTIALS_HELPER'],
    ['answers nonsense', 'echo secret', 'CREDENTIALS_HELPER'],
  ])('one that %s', async (_what, script, code) => {
    const { found } = await withHelper({ credHelpers: { 'x.io': 'test' } }, 'x.io', script);
    if (code === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ code, message: expect.stringContaining('docker-credential-test') });
    expect(String(found) + JSON.stringify(found ?? '')).not.toContain('secret');
    const beside = await withHelper({ credsStore: 'test', auths: IN_FILE }, 'x.io', script);
    expect(beside.found).toEqual({ username: 'file', password: 'f' });
  });

  test.each([
    ['none', 'not on the PATH', 'CREDENTIALS_HELPER'],
    ['../evil', 'no program name', 'CREDENTIALS_FORMAT'],
  ])('named %s', async (name, message, code) => {
    const { found } = await withHelper({ credHelpers: { 'x.io': name } }, 'x.io', '');
    expect(found).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

test.each([
  ['ghcr.io', { GITHUB_TOKEN: 't', GITHUB_ACTOR: 'octo' }, { username: 'octo', password: 't' }],
  ['ghcr.io', { GITHUB_TOKEN: 't' }, { username: 'x-access-token', password: 't' }],
  ['ghcr.io.evil.com', { GITHUB_TOKEN: 't' }, undefined],
  ['docker.io', { GITHUB_TOKEN: 't' }, undefined],
])('GITHUB_TOKEN and %s', async (host, env, expected) => {
  expect(await findCredentials(host, { DOCKER_CONFIG: '/nonexistent', ...env })).toEqual(expected);
});

test('named credentials are for one host and come first', async () => {
  const env = {
    DOCKER_CONFIG: '/nonexistent',
    GITHUB_TOKEN: 't',
    GOSYMBOLS_REGISTRY: 'ghcr.io',
    GOSYMBOLS_REGISTRY_USERNAME: 'me',
    GOSYMBOLS_REGISTRY_PASSWORD: 'p',
  };
  expect(await findCredentials('ghcr.io', env)).toEqual({ username: 'me', password: 'p' });
  expect(await findCredentials('x.io', env)).toBeUndefined();
  for (const name of ['GOSYMBOLS_REGISTRY', 'GOSYMBOLS_REGISTRY_USERNAME', 'GOSYMBOLS_REGISTRY_PASSWORD']) {
    await expect(findCredentials('ghcr.io', { ...env, [name]: undefined })).rejects.toMatchObject({
      code: 'CREDENTIALS_FORMAT',
      message: expect.stringContaining(`${name} is not set`),
    });
  }
});
