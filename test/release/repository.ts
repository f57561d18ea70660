import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/workspaces.ts';
import { output } from '../support/run.ts';

export interface Repository {
  readonly work: string;
  readonly remote: string;
  git(...args: readonly string[]): string;
  atRemote(...args: readonly string[]): string;
}

/** This repository as it is, in one commit on main, pushed to a bare remote. */
export function copyOfRepository(at: (name: string) => string): Repository {
  const [work, remote] = [at('work'), at('remote.git')];
  const git = (...args: readonly string[]): string => output('git', args, { cwd: work }).trim();
  const files = output('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const path of files.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path))))
    cpSync(join(ROOT, path), join(work, path));
  output('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  output('git', ['init', '--quiet', '--initial-branch=main', work]);
  git('config', 'user.name', 'Releaser');
  git('config', 'user.email', 'releaser@example.com');
  git('remote', 'add', 'origin', remote);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all of it');
  git('push', '--quiet', 'origin', 'main');
  return { work, remote, git, atRemote: (...args) => output('git', args, { cwd: remote }).trim() };
}
