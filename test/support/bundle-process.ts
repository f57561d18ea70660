import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { BUNDLE } from './gosymbols.ts';

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** Milliseconds. */
  readonly took: number;
}

/** Starts the built command line, and sends it a signal after so many milliseconds. */
export async function interrupted(
  args: readonly string[],
  options: {
    readonly signal?: NodeJS.Signals;
    readonly after?: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<Ended> {
  const start = performance.now();
  const child = spawn(process.execPath, [BUNDLE, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ status, signal, stderr, took: performance.now() - start }),
    );
  });
  if (options.signal !== undefined) {
    await setTimeout(options.after ?? 0);
    child.kill(options.signal);
  }
  return await ended;
}
