import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '..', '..', 'dist');

export interface StepEnded {
  readonly status: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs an action's bundle as a runner does: inputs, event, outputs and summary by environment and file. Not waited for in
 * a blocking way: the server it speaks to may live in this process.
 */
export async function runStep(
  verb: string,
  step: {
    readonly folder: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly env: Readonly<Record<string, string>>;
    readonly event: unknown;
  },
): Promise<StepEnded> {
  const { folder, inputs, env, event } = step;
  mkdirSync(folder, { recursive: true });
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary', GITHUB_EVENT_PATH: 'event.json' };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)]));
  writeFileSync(join(folder, 'output'), '');
  writeFileSync(join(folder, 'summary'), '');
  writeFileSync(join(folder, 'event.json'), JSON.stringify(event));
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(DIST, `${verb}.js`)], {
    cwd: folder,
    env: { PATH, RUNNER_TEMP: folder, NO_COLOR: '1', ...paths, ...env, ...Object.fromEntries(given) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { status, log, summary: read('summary'), outputs: outputsIn(read('output')) };
}

/** `name<<delimiter`, the value, the delimiter. */
function outputsIn(text: string): Record<string, string> {
  const found = text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]));
}
