import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { releaseCommit } from '../../scripts/release-commit.ts';
import { ROOT } from '../house/workspaces.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { copyOfRepository } from './repository.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

const { work, remote, git, atRemote } = copyOfRepository(folder.at);

function bump(version: string): void {
  const path = join(work, 'package.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"version": "[^"]+"/, `"version": "${version}"`));
  git('commit', '--quiet', '--allow-empty', '--all', '--message', version);
  git('push', '--quiet', 'origin', 'HEAD:main');
}

test('nothing is released that is not built', () => {
  rmSync(join(work, 'dist'), { recursive: true, force: true });
  expect(() => releaseCommit(work)).toThrow(/action\.yml runs .*dist\/.*npm run build/);
  expect(atRemote('tag')).toBe('');
});

describe('with dist built', () => {
  let main: string;
  beforeAll(() => {
    cpSync(join(ROOT, 'dist'), join(work, 'dist'), { recursive: true });
    bump('1.2.0');
    main = git('rev-parse', 'HEAD');
  });

  test('the exact tag and the major stand for one commit, whose parent is main', () => {
    const released = releaseCommit(work);
    expect(released).toMatchObject({ tag: 'v1.2.0', moved: 'v1' });
    expect(atRemote('rev-parse', 'v1.2.0', 'v1').split('\n')).toEqual([released?.commit, released?.commit]);
    expect(atRemote('rev-parse', 'v1^')).toBe(main);
    expect(atRemote('log', '-1', '--format=%s', 'v1')).toBe('release: v1.2.0');
  });

  test('main, branch, index and working tree are as they were; dist is in the tag only', () => {
    expect(atRemote('rev-parse', 'main')).toBe(main);
    expect(git('rev-parse', 'HEAD')).toBe(main);
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag')).toBe('');
    expect(atRemote('ls-tree', '-r', '--name-only', 'main', 'dist')).toBe('');
    const changed = atRemote('diff', '--name-only', 'main', 'v1').split('\n');
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.filter((path) => !path.startsWith('dist/'))).toEqual([]);
    expect(changed).toContain('dist/THIRD-PARTY-LICENCES.txt');
  });

  test('what `uses:` names is there at the tag, and runs without node_modules', () => {
    const used = folder.at('used');
    output('git', ['clone', '--quiet', '--depth=1', '--branch=v1', `file://${remote}`, used]);
    for (const { actionFile, action } of readActions()) {
      expect(existsSync(join(used, actionFile)), actionFile).toBe(true);
      expect(existsSync(join(used, actionFile, '..', action.runs.main)), `${actionFile}: main`).toBe(true);
    }
    const main = join(used, 'actions/publish/../../dist/publish.js');
    const { status, stdout } = run(process.execPath, [main], {
      cwd: folder.path,
      env: { INPUT_INDEX: 'nowhere.json', GITHUB_OUTPUT: '', RUNNER_TEMP: folder.path },
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: expect.stringContaining('[INDEX_MISSING]') });
    expect(output(process.execPath, [join(used, 'dist/cli.js'), '--help'], { cwd: used })).toContain(
      'publish',
    );
  });

  test('a second run releases nothing', () => {
    expect(releaseCommit(work)).toBeUndefined();
  });

  test('the same build is the same commit', () => {
    const [before] = atRemote('rev-parse', 'v1.2.0').split('\n');
    atRemote('tag', '--delete', 'v1.2.0', 'v1');
    expect(releaseCommit(work)?.commit).toBe(before);
  });

  test('a fix moves the major on; one of an older line and a prerelease do not', () => {
    bump('1.3.0');
    const newest = releaseCommit(work)?.commit;
    expect(atRemote('rev-parse', 'v1')).toBe(newest);
    bump('1.2.1');
    expect(releaseCommit(work)).toMatchObject({ tag: 'v1.2.1', moved: undefined });
    bump('1.10.0-rc.1');
    expect(releaseCommit(work)).toMatchObject({ tag: 'v1.10.0-rc.1', moved: undefined });
    expect(atRemote('rev-parse', 'v1')).toBe(newest);
    bump('1.10.0');
    expect(releaseCommit(work)).toMatchObject({ moved: 'v1' });
    bump('2.0.0');
    expect(releaseCommit(work)).toMatchObject({ tag: 'v2.0.0', moved: 'v2' });
    expect(atRemote('rev-parse', 'v1')).toBe(atRemote('rev-parse', 'v1.10.0'));
  });

  test('a tree that is not clean is refused', () => {
    bump('2.0.1');
    writeFileSync(join(work, 'README.md'), 'changed');
    expect(() => releaseCommit(work)).toThrow(/not clean[\s\S]*README\.md/);
    git('checkout', '--quiet', 'README.md');
  });

  test('where the remote refuses one tag, neither is there', () => {
    writeFileSync(join(remote, 'hooks/update'), '#!/bin/sh\ntest "$1" != refs/tags/v2\n', { mode: 0o755 });
    const before = atRemote('rev-parse', 'v2');
    expect(() => releaseCommit(work)).toThrow(/push/);
    expect(atRemote('tag', '--list', 'v2.0.1')).toBe('');
    expect(atRemote('rev-parse', 'v2')).toBe(before);
    rmSync(join(remote, 'hooks/update'));
    expect(releaseCommit(work)).toMatchObject({ tag: 'v2.0.1', moved: 'v2' });
  });
});
