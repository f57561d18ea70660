import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOf } from '@gosymbols/host';
import { expect, test } from 'vitest';
import { policyOfBase } from './policy-of-base.ts';
import { recordingHost } from './recording-host.ts';

const IDENTITY = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', [...IDENTITY, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A repository whose `main` has `base` as its policy, and a shallow checkout of a change that has another. */
async function checkout(
  base: string | undefined,
): Promise<AsyncDisposable & { path: string; origin: string; sha: string }> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'base-'));
  const [origin, path] = [join(folder.path, 'origin'), join(folder.path, 'checkout')];
  await mkdir(origin);
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  await writeFile(join(origin, 'README'), 'shop');
  if (base !== undefined) await writeFile(join(origin, 'pölicy.yml'), base);
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '-m', 'base');
  const sha = git(origin, 'rev-parse', 'HEAD');
  git(origin, 'switch', '--quiet', '-c', 'change');
  await writeFile(join(origin, 'pölicy.yml'), 'raised');
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '-m', 'change');
  git(folder.path, 'clone', '--quiet', '--depth=1', `file://${origin}`, path);
  return { path, origin, sha, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function hostOf(path: string, event: object): Promise<ReturnType<typeof recordingHost>> {
  const file = join(path, '..', 'event.json');
  await writeFile(
    file,
    JSON.stringify({ repository: { full_name: 'octo/shop', default_branch: 'main' }, ...event }),
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: join(path, '..'),
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: file,
    GITHUB_REPOSITORY: 'octo/shop',
  };
  return recordingHost({ cwd: path, kind: 'github', env });
}

const pull = (sha: string): object => {
  const side = { sha, ref: 'main', repo: { full_name: 'octo/shop' } };
  return { pull_request: { number: 1, head: side, base: side } };
};

test('a change cannot raise its own budget: the policy is that of the base, fetched where the checkout is shallow', async () => {
  await using here = await checkout('strict\n');
  const host = await hostOf(here.path, pull(here.sha));
  expect(await policyOfBase('pölicy.yml', host)).toEqual({ text: 'strict\n', commit: here.sha });
});

test('in a merge group too', async () => {
  await using here = await checkout('strict');
  const group = { merge_group: { base_sha: here.sha, head_sha: here.sha } };
  expect(await policyOfBase('pölicy.yml', await hostOf(here.path, group))).toMatchObject({ text: 'strict' });
});

test.each([
  ['the base has no policy', undefined, (sha: string) => pull(sha), 'pölicy.yml'],
  ['a push', 'strict', () => ({}), 'pölicy.yml'],
  ['a policy outside of the checkout', 'strict', (sha: string) => pull(sha), '../policy.yml'],
])('that of the checkout is used: %s', async (_, base, event, path) => {
  await using here = await checkout(base);
  expect(await policyOfBase(path, await hostOf(here.path, event(here.sha)))).toBeUndefined();
});

test('a base that cannot be had is told, and nothing is judged by the policy of the change', async () => {
  await using here = await checkout('strict');
  await rm(here.origin, { recursive: true });
  const fault = await policyOfBase('pölicy.yml', await hostOf(here.path, pull(here.sha))).catch(faultOf);
  expect(fault).toMatchObject({
    code: 'POLICY_OF_BASE',
    next: expect.stringContaining('policy-from: checkout'),
  });
});
