import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { output } from '../support/run.ts';

export interface Said {
  readonly status: number | null;
  /** Standard output and error, in the order of arrival, without terminal colours. */
  readonly text: string;
}

/** One file among the debug files that belong to it, and nothing else of this machine's. */
export interface Cell {
  readonly file: string;
  /** A folder of its own for what the consumers write. */
  readonly folder: string;
  /** What stands at /usr/lib/debug; undefined: nothing does. */
  readonly published?: string;
}

const known = new Map<string, string>();

function goEnvironment(name: string): string {
  const value = known.get(name) ?? output('go', ['env', name]).trim();
  known.set(name, value);
  return value;
}

interface How {
  /** Milliseconds after which it is killed: a consumer that hangs has failed. */
  readonly limit?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Signals it when `when` says so; asked ten times a second with the process's ID. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: (pid: number) => boolean };
}

/**
 * Runs a consumer where /usr/lib/debug is the cell's and HOME is empty, so that its own search paths are what finds debug
 * files. `exec` keeps the process ID through the shell, and the mounts end with the process.
 */
export async function inCell(
  cell: Cell,
  program: string,
  args: readonly string[],
  how: How = {},
): Promise<Said> {
  const home = `${cell.folder}/home`;
  mkdirSync(home, { recursive: true });
  const mount =
    cell.published === undefined
      ? 'mount -t tmpfs -o size=4k tmpfs /usr/lib/debug'
      : `mount --bind '${cell.published}' /usr/lib/debug`;
  const child = spawn(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', `${mount} && exec "$@"`, 'sh', program, ...args],
    {
      cwd: how.cwd ?? cell.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        LC_ALL: 'C',
        TERM: 'dumb',
        // `go tool nm` is compiled on first use, and toolchains are modules: with an empty HOME, once per cell.
        GOCACHE: goEnvironment('GOCACHE'),
        GOMODCACHE: goEnvironment('GOMODCACHE'),
        ...how.env,
      },
      stdio: [how.signal === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    },
  );
  return await new Promise((resolve, reject) => {
    let text = '';
    const add = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    const limit = setTimeout(() => child.kill('SIGKILL'), how.limit ?? 120_000);
    const poll = setInterval(() => {
      if (how.signal === undefined || child.pid === undefined || !how.signal.when(child.pid)) return;
      clearInterval(poll);
      child.kill(how.signal.name);
    }, 100);
    const end = (): void => {
      clearTimeout(limit);
      clearInterval(poll);
    };
    child.on('error', (error) => {
      end();
      reject(error);
    });
    child.on('close', (code, signal) => {
      end();
      const status = code ?? (signal === null ? null : 128 + constants.signals[signal]);
      resolve({ status, text: stripVTControlCharacters(text) });
    });
  });
}
