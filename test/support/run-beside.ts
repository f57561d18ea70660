import { spawn } from 'node:child_process';
import { BUNDLE } from './gosymbols.ts';
import type { Finished } from './run.ts';

/** Runs a program to its end without standing still meanwhile: the server that it speaks to may live in this process. */
export async function runBeside(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const status = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  return { status, ...said };
}

/** The built command line. */
export function gosymbolsBeside(
  args: readonly string[],
  options: Parameters<typeof runBeside>[2] = {},
): Promise<Finished> {
  return runBeside(process.execPath, [BUNDLE, ...args], options);
}
