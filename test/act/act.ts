import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An annotation as the runner shows it. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: string | undefined;
  readonly job: string;
  readonly step: string;
}

export interface StepRan {
  readonly job: string;
  readonly step: string;
  readonly stage: 'Pre' | 'Main' | 'Post';
  readonly result: 'success' | 'failure' | 'skipped';
}

export interface WorkflowRan {
  readonly status: number | null;
  /** Result by the job's name; the legs of a matrix are numbered: `build-1`. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRan[];
  /** `step.output`, by the step's id. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  /** The job summaries, one behind the other. */
  readonly summary: string;
  readonly log: string;
}

export interface ActRequest {
  /** The checkout whose `.github/workflows` is run. */
  readonly checkout: string;
  readonly workflow: string;
  readonly event: string;
  readonly payload: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  readonly actor: string;
  /** `owner/name@ref` to the folder that stands for it. */
  readonly actions: Readonly<Record<string, string>>;
  /** A folder of the run's own: act copies the checkout and the actions into it. */
  readonly scratch: string;
  readonly job?: string;
}

/**
 * Runs one workflow file to its end with act, its steps on this machine. Not waited for in a blocking way: the servers
 * that the steps speak to live in this process.
 */
export async function act(request: ActRequest): Promise<WorkflowRan> {
  const { checkout, workflow, event, payload, env, token, actor, actions, scratch, job } = request;
  mkdirSync(scratch, { recursive: true });
  const payloadFile = join(scratch, 'event.json');
  writeFileSync(payloadFile, JSON.stringify(payload));
  const each = (flag: string, values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const child = spawn(
    'act',
    [
      ...[event, '--workflows', join('.github/workflows', workflow), '--json', '--eventpath', payloadFile],
      ...(job === undefined ? [] : ['--job', job]),
      ...['--platform', 'ubuntu-latest=-self-hosted', '--no-cache-server', '--concurrent-jobs', '2'],
      // act copies nothing that git ignores, and `dist` is.
      ...['--use-gitignore=false', '--action-cache-path', join(scratch, 'act'), '--actor', actor],
      ...each('--local-repository', actions),
      ...each('--env', env),
      ...each('--secret', { GITHUB_TOKEN: token }),
    ],
    { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_CONFIG_HOME: scratch } },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, ...read(text) };
}

/** One line of `act --json`. */
interface Line {
  readonly job?: string;
  readonly step?: string;
  readonly stage?: StepRan['stage'];
  readonly stepID?: readonly string[];
  readonly stepResult?: StepRan['result'];
  readonly jobResult?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
  readonly msg?: string;
}

function read(text: string): Omit<WorkflowRan, 'status'> {
  const lines = text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      // What act says about itself is no JSON.
      return line === '' ? [] : [{ msg: line }];
    }
  });
  const jobOf = (line: Line): string => line.job?.slice(line.job.indexOf('/') + 1).trim() ?? '';
  const steps = lines.flatMap((line) =>
    line.stepResult === undefined || line.stage === undefined
      ? []
      : [{ job: jobOf(line), step: line.step ?? '', stage: line.stage, result: line.stepResult }],
  );
  const annotations = lines.flatMap((line) =>
    line.command === 'error' || line.command === 'warning' || line.command === 'notice'
      ? [annotation(line, line.command, jobOf(line))]
      : [],
  );
  const of = (command: string): Line[] => lines.filter((line) => line.command === command);
  return {
    jobs: Object.fromEntries(
      lines.flatMap((line) => (line.jobResult === undefined ? [] : [[jobOf(line), line.jobResult]])),
    ),
    steps,
    annotations,
    outputs: Object.fromEntries(
      of('set-output').map(({ stepID, name, arg = '' }) => [`${stepID?.join('.')}.${name}`, arg]),
    ),
    summary: of('summary')
      .map(({ content }) => content)
      .join('\n'),
    log: lines.map(({ msg = '' }) => msg.trimEnd()).join('\n'),
  };
}

function annotation(line: Line, level: Annotation['level'], job: string): Annotation {
  const { title, file, line: at } = line.kvPairs ?? {};
  return { level, message: line.arg ?? '', title, file, line: at, job, step: line.step ?? '' };
}
