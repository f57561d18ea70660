import type { ChildProcess } from 'node:child_process';

/** Windows has no process groups that a signal reaches. */
export const HAS_GROUPS: boolean = process.platform !== 'win32';

const live = new Set<ChildProcess>();

/** Sends a signal to a child and all that it started; 0 only asks. False when nobody is left to get it. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return HAS_GROUPS ? process.kill(-child.pid, signal) : child.kill(signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * A child in a group of its own does not get the terminal's Ctrl-C. Until the result is disposed of, the end of this
 * process is the end of the group.
 */
export function followToTheEnd(child: ChildProcess): Disposable {
  if (live.size === 0) process.on('exit', endAll);
  live.add(child);
  return {
    [Symbol.dispose]() {
      live.delete(child);
      if (live.size === 0) process.off('exit', endAll);
    },
  };
}

function endAll(): void {
  for (const child of live) signalGroup(child, 'SIGTERM');
}
