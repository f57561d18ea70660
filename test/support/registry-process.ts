import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { get as getByTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A registry as a process, gone with all its content when it is disposed. */
export interface RegistryProcess extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly folder: string;
}

/** Starts what `command` gives for a folder of its own and a free port, and waits until it answers. */
export async function registryProcess(
  command: (folder: string, port: number) => { readonly program: string; readonly args: readonly string[] },
  { tls = false }: { readonly tls?: boolean } = {},
): Promise<RegistryProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'gosymbols-registry-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const { program, args } = command(folder, port);
  // Into a file: a pipe that a waiting test does not read would fill up, and the registry would stand still.
  const log = join(folder, 'log');
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', openSync(log, 'w')] });
  const said = (): string => readFileSync(log, 'utf8').slice(-4000);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const dispose = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(() => statusOf(host, tls), child, said);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { host, folder, [Symbol.asyncDispose]: dispose };
}

async function answering(
  status: () => Promise<number | undefined>,
  child: ChildProcess,
  said: () => string,
): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  for (let tries = 0; tries < 300; tries++) {
    if (failed !== undefined) throw failed;
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}: ${said()}`);
    const answered = await status();
    if (answered === 200 || answered === 401) return;
    await sleep(100);
  }
  throw new Error(`the registry does not answer: ${said()}`);
}

async function statusOf(host: string, tls: boolean): Promise<number | undefined> {
  if (!tls) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status;
  }
  return new Promise((done) => {
    getByTls(`https://${host}/v2/`, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).on('error', () => done(undefined));
  });
}
