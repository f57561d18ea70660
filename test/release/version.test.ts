import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeVersion } from '../../scripts/version.ts';
import { ROOT } from '../house/workspaces.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());
const read = (path: string): string => readFileSync(folder.at(path), 'utf8');
const versions = (): Set<string> => {
  const manifests = output('git', ['ls-files', '*package.json'], { cwd: folder.path }).trim().split('\n');
  return new Set(manifests.map((path) => JSON.parse(read(path)).version));
};

beforeAll(() => {
  const wanted = ['package.json', 'package-lock.json', 'packages/*/package.json', 'actions/*/package.json'];
  const files = output('git', ['ls-files', ...wanted, 'packages/record/src/version.ts', '.npmrc'], {
    cwd: ROOT,
  });
  for (const path of [...files.trim().split('\n'), 'CHANGELOG.md', '.changeset/config.json'])
    cpSync(join(ROOT, path), folder.at(path));
  symlinkSync(join(ROOT, 'node_modules'), folder.at('node_modules'));
  writeFileSync(folder.at('.gitignore'), 'node_modules\n');
  output('git', ['init', '--quiet', '--initial-branch=main', folder.path]);
  for (const args of [
    ['config', 'user.name', 'a'],
    ['config', 'user.email', 'a@example.com'],
    ['add', '.'],
  ])
    output('git', args, { cwd: folder.path });
  output('git', ['commit', '--quiet', '--message', 'before'], { cwd: folder.path });
});

const change = (name: string, text: string): void => {
  writeFileSync(folder.at('.changeset', name), text);
  output('git', ['add', '.'], { cwd: folder.path });
  output('git', ['commit', '--quiet', '--message', name], { cwd: folder.path });
};

test('nothing waits: nothing changes', () => {
  expect(takeVersion(folder.path, '2027-01-02')).toBeUndefined();
  expect(output('git', ['status', '--porcelain'], { cwd: folder.path })).toBe('');
});

test('one version everywhere, one section of the change log, and the changesets are used up', () => {
  change('one.md', '---\n"@gosymbols/action-gate": minor\n---\n\ngate: looks\nfurther\n');
  change('two.md', '---\n"@gosymbols/elf": patch\n---\n\nelf: a section of no size\n');
  const before = JSON.parse(read('package.json')).version as string;
  const version = takeVersion(folder.path, '2027-01-02');
  expect(version).toBe(
    before.replace(/^(\d+)\.(\d+)\.\d+$/, (_, major, minor) => `${major}.${Number(minor) + 1}.0`),
  );
  expect([...versions()]).toEqual([version]);
  expect(read('packages/record/src/version.ts')).toContain(`'${version}'`);
  const lock = JSON.parse(read('package-lock.json')) as {
    version: string;
    packages: Record<string, { version?: string }>;
  };
  expect([lock.version, lock.packages['actions/gate']?.version]).toEqual([version, version]);
  expect(read('CHANGELOG.md')).toContain(
    `\n## ${version} (2027-01-02)\n\n### New\n\n- gate: looks\n  further\n\n### Mended\n\n- elf: a section of no size\n`,
  );
  expect(readdirSync(folder.at('.changeset'))).toEqual(['config.json']);
  expect(existsSync(folder.at('actions/gate/CHANGELOG.md'))).toBe(false);
});

test('the newest section comes first', () => {
  output('git', ['add', '.'], { cwd: folder.path });
  output('git', ['commit', '--quiet', '--message', 'version'], { cwd: folder.path });
  change('three.md', '---\n"@gosymbols/cli": patch\n---\n\ncli: mended\n');
  const version = takeVersion(folder.path, '2027-02-03');
  const sections = [...read('CHANGELOG.md').matchAll(/^## (\S+)/gm)].map(([, name]) => name);
  expect(sections).toHaveLength(2);
  expect(sections[0]).toBe(version);
});

test('a changeset of a package that is not there fails, and names it', () => {
  change('four.md', '---\n"@gosymbols/nowhere": patch\n---\n\nno\n');
  expect(() => takeVersion(folder.path, '2027-02-03')).toThrow();
});
