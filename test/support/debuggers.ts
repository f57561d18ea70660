import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';
import { delve } from './tools.ts';

/** What gdb says to some commands, with symbols from a `.build-id` tree and from nowhere else. */
export function askGdb(binary: string, symbols: string, commands: readonly string[]): string {
  const first = ['set auto-load no', `set debug-file-directory ${symbols}`];
  const args = [...first.flatMap((command) => ['-iex', command]), ...commands.flatMap((one) => ['-ex', one])];
  const { stdout, stderr } = run('gdb', ['-nx', '-batch', ...args, binary], { env: { DEBUGINFOD_URLS: '' } });
  return stdout + stderr;
}

/** What Delve says when the program stops at the start of a function. */
export function stopWithDelve(
  binary: string,
  options: { symbols: string; home: string; at: string; args?: readonly string[] },
): string {
  const { symbols, home, at, args = [] } = options;
  mkdirSync(join(home, 'dlv'), { recursive: true });
  writeFileSync(join(home, 'dlv/config.yml'), `debug-info-directories: ["${symbols}/.build-id"]\n`);
  writeFileSync(join(home, 'script'), `break ${at}\ncontinue\nexit\n`);
  const flags = ['--allow-non-terminal-interactive=true', '--check-go-version=false'];
  const { stdout, stderr } = run(
    delve(),
    ['exec', binary, ...flags, '--init', join(home, 'script'), '--', ...args],
    { env: { XDG_CONFIG_HOME: home, HOME: home, TERM: 'dumb' } },
  );
  return stdout + stderr;
}
