import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { RequestError, UnavailableError } from './faults.ts';
import { lineSplitter } from './line-splitter.ts';
import { followToTheEnd, HAS_GROUPS, signalGroup } from './process-group.ts';

export { type Probed, probe } from './probe.ts';

export interface ProcessRequest {
  readonly program: string;
  /** Never a command line: no shell reads them. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Milliseconds. Without it the child has all the time it wants. */
  readonly timeout?: number;
  /** Milliseconds that the child has after SIGINT, and again after SIGTERM, before the next signal. */
  readonly grace?: number;
  /** Called for each line as it comes, without its end. */
  readonly onLine?: (line: string, from: 'stdout' | 'stderr') => void;
}

export interface FinishedProcess {
  /** Undefined when a signal that was not ours ended it. */
  readonly status: number | undefined;
  readonly endedBy: NodeJS.Signals | undefined;
  /** The last lines of stderr, at most TAIL_LINES. */
  readonly tail: readonly string[];
}

const TAIL_LINES = 40;
const GRACE = 10_000;
/** A runner kills 10 s after it cancelled: three steps and the tidying up of grandchildren have to be over before. */
const GRACE_ON_RUNNER = 2_000;
/** Milliseconds that a grandchild may hold the pipes after the child has gone. */
const LINGER = 2_000;

/**
 * Runs a program in a process group of its own and waits for its end. Cancelling and running out of time send SIGINT
 * to the group, then SIGTERM, then SIGKILL; then nothing of the group is left when this returns.
 * @throws UnavailableError when the program is not there (TOOL_MISSING) or out of time (TOOL_TIMEOUT)
 * @throws the signal's reason when cancelled
 */
export async function runProcess(request: ProcessRequest): Promise<FinishedProcess> {
  const { program, args, cwd, env, signal, timeout } = request;
  const { grace = env['GITHUB_ACTIONS'] === 'true' ? GRACE_ON_RUNNER : GRACE } = request;
  signal.throwIfAborted();
  const stop = timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const child = spawn(program, [...args], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: HAS_GROUPS,
    windowsHide: true,
  });
  const tail: string[] = [];
  const out = lineSplitter((line) => request.onLine?.(line, 'stdout'));
  const err = lineSplitter((line) => {
    if (tail.push(line) > TAIL_LINES) tail.shift();
    request.onLine?.(line, 'stderr');
  });
  child.stdout.on('data', out.push);
  child.stderr.on('data', err.push);
  const closed = once(child, 'close');
  child.on('exit', () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, LINGER).unref();
  });
  using _ = followToTheEnd(child);
  const ending = new AbortController();
  const escalate = (): void => void endGroup(child, grace, ending.signal);
  stop.addEventListener('abort', escalate, { once: true });
  try {
    await closed;
  } catch (cause) {
    throw cannotStart(program, cwd, cause);
  } finally {
    stop.removeEventListener('abort', escalate);
    ending.abort();
    if (stop.aborted) await endRest(child, grace);
  }
  out.end();
  err.end();
  signal.throwIfAborted();
  if (stop.aborted) throw outOfTime(program, args, timeout ?? 0);
  return { status: child.exitCode ?? undefined, endedBy: child.signalCode ?? undefined, tail };
}

async function endGroup(child: ReturnType<typeof spawn>, grace: number, ended: AbortSignal): Promise<void> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    if (ended.aborted || !signalGroup(child, name)) return;
    await pause(grace, undefined, { signal: ended }).catch(() => {});
  }
}

/** A grandchild that tidies up after SIGINT may outlive the child: it has as long as the child had. */
async function endRest(child: ReturnType<typeof spawn>, grace: number): Promise<void> {
  for (const until = performance.now() + grace; performance.now() < until; await pause(20)) {
    if (!signalGroup(child, 0)) return;
  }
  signalGroup(child, 'SIGKILL');
}

function cannotStart(program: string, cwd: string, cause: unknown): unknown {
  const { code, syscall, message } = cause as NodeJS.ErrnoException;
  if (!syscall?.startsWith('spawn')) return cause;
  // A working directory that is not there is reported as if the program were not.
  if (code === 'ENOENT' && !existsSync(cwd))
    return new RequestError(`${cwd}: no such folder to run ${program} in`, {
      code: 'DIRECTORY_MISSING',
      next: 'Check the working directory.',
      cause,
    });
  return new UnavailableError(
    code === 'ENOENT'
      ? `${program}: no such program on the PATH`
      : `${program} cannot be started: ${message}`,
    { code: code === 'ENOENT' ? 'TOOL_MISSING' : 'TOOL_UNUSABLE', next: `Install ${program}.`, cause },
  );
}

function outOfTime(program: string, args: readonly string[], timeout: number): UnavailableError {
  return new UnavailableError(
    `${[program, ...args.slice(0, 2)].join(' ')} was not done after ${Math.round(timeout / 1000)} seconds and was ended`,
    { code: 'TOOL_TIMEOUT', next: 'Look at its last lines above, or give it more time.' },
  );
}
