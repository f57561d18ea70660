import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { output } from './run.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LEFT_BEHIND = /(\/dist|\/\.gosymbols|\/bazel-[^/]*)$/;

/** A copy of the example service in a git repository of its own, with one commit. */
export function shopRepository(path: string): string {
  return repositoryOf(join(ROOT, 'examples', 'shop'), path);
}

/** The same of a project under test/fixtures. */
export function fixtureRepository(name: string, path: string): string {
  return repositoryOf(join(ROOT, 'test', 'fixtures', name), path);
}

function repositoryOf(source: string, path: string): string {
  cpSync(source, path, { recursive: true, filter: (file) => !LEFT_BEHIND.test(file) });
  const git = (...args: readonly string[]): string =>
    output('git', ['-c', 'user.name=shop', '-c', 'user.email=shop@example.com', ...args], { cwd: path });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'shop');
  return path;
}

/** Rewrites one file of a repository. */
export function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${path}: the edit changes nothing`);
  writeFileSync(path, after);
}

/** A folder with an executable script, and the PATH that has it first. */
export function onPath(folder: string, program: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, program), 0o755);
  return [folder, process.env['PATH']].join(delimiter);
}

/** The `go` command itself, where the PATH may have another one first. */
export function realGo(): string {
  return join(output('go', ['env', 'GOROOT']).trim(), 'bin', 'go');
}

/** A PATH on which every call of `go` is written down, a line each, before it is made. */
export function countingGo(folder: string): { readonly path: string; calls(): readonly string[] } {
  const log = join(folder, 'calls');
  mkdirSync(folder, { recursive: true });
  writeFileSync(log, '');
  return {
    path: onPath(folder, 'go', `echo "$@" >> '${log}'\nexec '${realGo()}' "$@"`),
    calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}
