import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '..', '..', 'dist');

export interface StepRan {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What was kept for a post step. */
  readonly state: string;
}

export interface StepRequest {
  readonly verb: string;
  /** Working directory; the files of the runner lie elsewhere, in `files`. */
  readonly cwd: string;
  readonly files: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Beside PATH, HOME and Go's caches; undefined takes a variable of the runner away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly event?: unknown;
  readonly node?: string;
  readonly started?: (child: ChildProcess) => void;
}

const INHERITED = ['PATH', 'HOME', 'GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOFLAGS'];

/** Runs one bundle as a runner does: `INPUT_*`, files for outputs, summary and state, workflow commands on stdout. */
export async function step(request: StepRequest): Promise<StepRan> {
  const { verb, cwd, files, inputs, env = {}, event = {}, node = process.execPath, started } = request;
  const temp = join(files, 'temp');
  mkdirSync(temp, { recursive: true });
  const at = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary', GITHUB_STATE: 'state' };
  for (const name of Object.values(at)) writeFileSync(join(files, name), '');
  writeFileSync(join(files, 'event.json'), JSON.stringify(event));
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    NO_COLOR: '1',
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: temp,
    GITHUB_EVENT_PATH: join(files, 'event.json'),
    ...Object.fromEntries(Object.entries(at).map(([name, file]) => [name, join(files, file)])),
    ...Object.fromEntries(given),
    ...env,
  };
  const child = spawn(node, [join(DIST, `${verb}.js`)], {
    cwd,
    env: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  started?.(child);
  const { status, signal } = await new Promise<Pick<StepRan, 'status' | 'signal'>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, by) => resolve({ status: code, signal: by }));
  });
  const read = (name: string): string => readFileSync(join(files, name), 'utf8');
  const commands = (command: string): string[] =>
    [...log.matchAll(new RegExp(`^::${command}(?: [^:]*)?::(.*)$`, 'gm'))].map(([, text = '']) => text);
  return {
    status,
    signal,
    log,
    errors: commands('error'),
    warnings: commands('warning'),
    outputs: Object.fromEntries(
      [...read('output').matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n?\2$/gm)].map(
        ([, name = '', , value = '']) => [name, value],
      ),
    ),
    summary: read('summary'),
    state: read('state'),
  };
}
