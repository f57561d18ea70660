import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';
import { delve } from './tools.ts';

/**
 * What gdb says to some commands, with symbols from a `.build-id` tree and from nowhere else; without one, from where the
 * debug link leads.
 * @param files the program, and a core where there is one
 * @param program `gdb-multiarch` for files of other machines
 */
export function askGdb(
  files: string | readonly string[],
  symbols: string | undefined,
  commands: readonly string[],
  { program = 'gdb' }: { readonly program?: 'gdb' | 'gdb-multiarch' } = {},
): string {
  const first = [
    'set auto-load no',
    ...(symbols === undefined ? [] : [`set debug-file-directory ${symbols}`]),
  ];
  const args = [...first.flatMap((command) => ['-iex', command]), ...commands.flatMap((one) => ['-ex', one])];
  const env = { LC_ALL: 'C', HOME: '/nonexistent', DEBUGINFOD_URLS: '' };
  const { stdout, stderr } = run(program, ['-nx', '-batch', ...args, ...[files].flat()], { env });
  return stdout + stderr;
}

/** What Delve says when the program stops at the start of a function. `home` is where its settings are written. */
export function stopWithDelve(
  binary: string,
  options: { symbols?: string; home: string; at: string; args?: readonly string[] },
): string {
  const { symbols, home, at, args = [] } = options;
  mkdirSync(join(home, 'dlv'), { recursive: true });
  if (symbols !== undefined)
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
