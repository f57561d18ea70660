import { spawnSync } from 'node:child_process';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; never a shell. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string | undefined>>; input?: string } = {},
): Finished {
  const { cwd, env = {}, input = '' } = options;
  const { status, stdout, stderr, error } = spawnSync(program, [...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 240_000,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The output of a program that must succeed. */
export function output(
  program: string,
  args: readonly string[],
  options: Parameters<typeof run>[2] = {},
): string {
  const { status, stdout, stderr } = run(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited ${status}: ${stderr}${stdout}`);
  return stdout;
}
