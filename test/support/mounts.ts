import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { output } from './run.ts';

/** True where this process may mount: as root, outside most containers. Says so once where it may not. */
export function mayMount(): boolean {
  allowed ??= spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  if (!allowed) process.stderr.write('SKIPPED: tests that mount file systems: not root, or not allowed\n');
  return allowed;
}

let allowed: boolean | undefined;

/** A file system in memory at a folder that is made for it; gone at the end: `using disk = tmpfs(...)`. */
export function tmpfs(
  path: string,
  size: string,
): { readonly path: string; makeReadOnly(): void } & Disposable {
  mkdirSync(path, { recursive: true });
  output('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  return {
    path,
    makeReadOnly: () => void output('mount', ['-o', 'remount,ro', path]),
    // Lazily: a process that still stands in it must not keep it.
    [Symbol.dispose]: () => void output('umount', ['--lazy', path]),
  };
}
