import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../support/scratch.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'install-when-needed.mjs');

type Entry = Readonly<Record<string, string | boolean>>;

const LOCKED: Readonly<Record<string, Entry>> = {
  '': { name: 'root' },
  'packages/a': { version: '0.1.0' },
  'node_modules/@x/a': { resolved: 'packages/a', link: true },
  'node_modules/leaf': { version: '1.0.0', integrity: 'sha512-leaf' },
  'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-e', optional: true },
};

const { '': _root, 'node_modules/elsewhere': _optional, ...INSTALLED } = LOCKED;

/** A checkout with an `npm` of ours that says it was called, and does what `npm` does in shell. */
function checkout(
  folder: string,
  how: { installed?: Readonly<Record<string, Entry>>; node?: boolean; npm: string },
) {
  const put = (path: string, text: string): string => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    return target;
  };
  put('package-lock.json', JSON.stringify({ packages: LOCKED }));
  put('good.json', JSON.stringify({ packages: INSTALLED }));
  if (how.installed !== undefined)
    put('node_modules/.package-lock.json', JSON.stringify({ packages: how.installed }));
  if (how.node !== false) put('node_modules/.bin/node', '');
  chmodSync(put('bin/npm', `#!/bin/sh\necho "$@" >called\n${how.npm}\n`), 0o755);
  mkdirSync(join(folder, 'scripts'));
  copyFileSync(SCRIPT, join(folder, 'scripts', 'install-when-needed.mjs'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/install-when-needed.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:/usr/bin:/bin` },
  });
  const called = existsSync(join(folder, 'called'))
    ? readFileSync(join(folder, 'called'), 'utf8').trim()
    : '';
  return { status, stdout, stderr, called };
}

const GOOD =
  'mkdir -p node_modules/.bin && cp good.json node_modules/.package-lock.json && : >node_modules/.bin/node';

test('says and does nothing when all is there', () => {
  using folder = scratch();
  expect(checkout(folder.path, { installed: INSTALLED, npm: 'exit 9' })).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
    called: '',
  });
});

test.each<[string, Readonly<Record<string, Entry>> | undefined, boolean, string]>([
  ['nothing is there', undefined, false, 'nothing is installed yet'],
  [
    'a package is missing',
    { ...INSTALLED, 'node_modules/leaf': undefined as never },
    true,
    'node_modules/leaf is not installed',
  ],
  [
    'a version differs',
    { ...INSTALLED, 'node_modules/leaf': { version: '0.9.0', integrity: 'sha512-leaf' } },
    true,
    'node_modules/leaf has another version',
  ],
  [
    'the same version has other content',
    { ...INSTALLED, 'node_modules/leaf': { version: '1.0.0', integrity: 'sha512-other' } },
    true,
    'node_modules/leaf has another integrity',
  ],
  [
    'a workspace is a copy',
    { ...INSTALLED, 'node_modules/@x/a': { resolved: 'packages/a' } },
    true,
    'node_modules/@x/a has another link',
  ],
  [
    'a package was dropped',
    { ...INSTALLED, 'node_modules/old': { version: '1.0.0' } },
    true,
    'node_modules/old is not in the lock file',
  ],
  ['Node itself is missing', INSTALLED, false, 'its own Node is missing'],
])('installs when %s, and says why in one line', (_, installed, node, why) => {
  using folder = scratch();
  const how = installed === undefined ? { node, npm: GOOD } : { installed, node, npm: GOOD };
  expect(checkout(folder.path, how)).toEqual({
    status: 0,
    stdout: '',
    stderr: `Installing dependencies (npm ci, about half a minute): ${why}.\n`,
    called: 'ci',
  });
});

test('without a network: what npm said, and what to do', () => {
  using folder = scratch();
  const npm = 'echo "npm error code ENOTFOUND" >&2; exit 1';
  const { status, stderr } = checkout(folder.path, { npm });
  expect(status).toBe(3);
  expect(stderr).toContain('npm error code ENOTFOUND\nThe npm registry cannot be reached.');
});

test('a lock file that package.json has outgrown', () => {
  using folder = scratch();
  const { status, stderr } = checkout(folder.path, { npm: 'echo "npm error code EUSAGE" >&2; exit 1' });
  expect(status).toBe(3);
  expect(stderr).toContain('run `npm install` once');
});

test('install scripts that are off', () => {
  using folder = scratch();
  const npm = 'mkdir -p node_modules && cp good.json node_modules/.package-lock.json';
  const { status, stderr } = checkout(folder.path, { node: false, npm });
  expect(status).toBe(3);
  expect(stderr).toContain('npm ci succeeded, but its own Node is missing. Are install scripts on');
});
