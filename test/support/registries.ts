import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { goProgram } from './go-programs.ts';
import type { ToolName } from './tools.ts';

/** A real registry on a loopback port, gone with all its content when it is disposed. */
export interface RunningRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** A Docker configuration with its credentials: for `DOCKER_CONFIG`. */
  readonly dockerConfig: string;
}

export interface RegistryKind {
  readonly name: string;
  readonly tools: readonly ToolName[];
  readonly referrers: boolean;
  /** Answers range requests with what was asked for. */
  readonly ranges: boolean;
  /** Deletes a single tag, not only a manifest with all its tags. */
  start(options?: { readonly basicAuth?: boolean }): Promise<RunningRegistry>;
}

export const DISTRIBUTION: RegistryKind = {
  name: 'distribution 3.1',
  tools: ['registry'],
  referrers: false,
  ranges: true,
  start: (options = {}) => distribution('registry', options),
};

export const DEBIAN: RegistryKind = {
  name: 'distribution 2.8 of Debian',
  tools: ['docker-registry'],
  referrers: false,
  ranges: true,
  start: (options = {}) => distribution('docker-registry', options),
};

/** go-containerregistry's, in memory; of ranges it knows `a-b` only. */
export const WITH_REFERRERS: RegistryKind = {
  name: 'go-containerregistry with referrers',
  tools: [],
  referrers: true,
  ranges: true,
  start: () =>
    started((_folder, host) => ({
      program: goProgram({ name: 'referrers-registry', program: 'referrers-registry' }),
      args: [host],
    })),
};

export const REGISTRIES: readonly RegistryKind[] = [DISTRIBUTION, DEBIAN, WITH_REFERRERS];

const USER = 'publisher';
const PASSWORD = 'secret';
/** bcrypt of the password, as `htpasswd -B` writes it; distribution takes no other hash. */
const PASSWORD_HASH = '$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a';

function distribution(
  program: string,
  { basicAuth = false }: { readonly basicAuth?: boolean },
): Promise<RunningRegistry> {
  return started((folder, host) => {
    const passwords = join(folder, 'htpasswd');
    writeFileSync(passwords, `${USER}:${PASSWORD_HASH}\n`);
    const config = {
      version: 0.1,
      log: { level: 'error' },
      storage: {
        filesystem: { rootdirectory: join(folder, 'content') },
        delete: { enabled: true },
      },
      http: { addr: host },
      ...(basicAuth ? { auth: { htpasswd: { realm: 'test', path: passwords } } } : {}),
    };
    const file = join(folder, 'config.yml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(config));
    return { program, args: ['serve', file] };
  });
}

async function started(
  command: (folder: string, host: string) => { readonly program: string; readonly args: readonly string[] },
): Promise<RunningRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'gosymbols-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const { program, args } = command(folder, host);
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
    await answering(host, child, said);
  } catch (error) {
    await dispose();
    throw error;
  }
  const dockerConfig = join(folder, 'docker');
  mkdirSync(dockerConfig);
  const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
  writeFileSync(join(dockerConfig, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
  return { host, dockerConfig, [Symbol.asyncDispose]: dispose };
}

async function answering(host: string, child: ChildProcess, said: () => string): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  for (let tries = 0; tries < 300; tries++) {
    if (failed !== undefined) throw failed;
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}: ${said()}`);
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200 || answer?.status === 401) return;
    await sleep(100);
  }
  throw new Error(`the registry does not answer: ${said()}`);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
