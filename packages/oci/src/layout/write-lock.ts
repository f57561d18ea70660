import { randomBytes } from 'node:crypto';
import { readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OciError } from '../oci-error.ts';

/**
 * Mutual exclusion among processes through a directory of flags.
 *
 * A writer raises a flag of a name never used before, then looks: if no other live flag is up it holds the lock, else
 * it lowers its own and waits. Two that raise at once see each other and both step back (random pauses part them), so
 * at most one holds. A single lock file with O_EXCL would be simpler, but taking over the file of a dead owner races:
 * a slow thief removes the file of the next owner. Names that are never used twice make removing a dead flag harmless.
 *
 * A flag is dead when its process is gone (same host and same process namespace) or when it is older than
 * `STALE_AFTER_MS`: the work under the lock is one small read and one rename, milliseconds.
 */
export interface LockTiming {
  readonly giveUpAfterMs?: number;
  readonly staleAfterMs?: number;
}

const GIVE_UP_AFTER_MS = 60_000;
const STALE_AFTER_MS = 30_000;

interface Flag {
  readonly place: string;
  readonly pid: number;
}

/** Runs `work` while holding the lock. `stillHeld` is to be awaited right before the write is made visible. */
export async function withWriteLock<T>(
  flags: string,
  timing: LockTiming,
  work: (stillHeld: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const mine = await acquire(flags, timing);
  try {
    return await work(() => assertHeld(flags, mine));
  } finally {
    await rm(join(flags, mine), { force: true });
  }
}

/** @returns the name of the flag that is up */
async function acquire(flags: string, timing: LockTiming): Promise<string> {
  const deadline = performance.now() + (timing.giveUpAfterMs ?? GIVE_UP_AFTER_MS);
  const stale = timing.staleAfterMs ?? STALE_AFTER_MS;
  const flag: Flag = { place: await processPlace(), pid: process.pid };
  for (let turn = 0; ; turn++) {
    // Of each turn its own: who saw it lowered may remove it long after, and must not find it raised again.
    const mine = `${process.pid}-${randomBytes(8).toString('hex')}`;
    let holder = await liveFlag(flags, mine, stale);
    if (holder === undefined) {
      await writeFile(join(flags, mine), JSON.stringify(flag), { flag: 'wx' });
      holder = await liveFlag(flags, mine, stale);
      if (holder === undefined) return mine;
      await rm(join(flags, mine), { force: true });
    }
    if (performance.now() > deadline) {
      throw new OciError(`another writer holds the layout (flag ${holder})`, {
        kind: 'unavailable',
        code: 'STORE_LOCKED',
        file: flags,
        next: `Wait for it to end; if none runs, remove ${join(flags, holder)}.`,
      });
    }
    await sleep(1 + Math.random() * Math.min(50, 4 * (turn + 1)));
  }
}

/** Name of a live flag of another writer, if any. Dead ones are removed on the way. */
async function liveFlag(flags: string, mine: string, staleAfterMs: number): Promise<string | undefined> {
  for (const name of await readdir(flags)) {
    if (name === mine) continue;
    const path = join(flags, name);
    if (!(await isDead(path, staleAfterMs))) return name;
    await rm(path, { force: true });
  }
  return undefined;
}

async function isDead(path: string, staleAfterMs: number): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Date.now() - mtimeMs > staleAfterMs) return true;
    if (text === '') return false;
    const flag = JSON.parse(text) as Partial<Flag>;
    return flag.place === (await processPlace()) && typeof flag.pid === 'number' && !isRunning(flag.pid);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

async function assertHeld(flags: string, mine: string): Promise<void> {
  const names = await readdir(flags);
  if (names.includes(mine)) return;
  throw new OciError('this process was stopped for so long that another writer took over', {
    kind: 'unavailable',
    code: 'STORE_LOCKED',
    file: flags,
    next: 'Run it again: nothing was changed.',
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

let place: Promise<string> | undefined;

/** Where a process number has a meaning: the host name and, on Linux, the process namespace. */
function processPlace(): Promise<string> {
  place ??= readlink('/proc/self/ns/pid')
    .catch(() => '')
    .then((namespace) => `${hostname()} ${namespace}`.trim());
  return place;
}
