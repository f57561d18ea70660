import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One run of one whole process with all that it started. */
export interface Sample {
  /** Wall time, start of the process included. */
  readonly seconds: number;
  /** User and system time; undefined without GNU time. */
  readonly cpuSeconds: number | undefined;
  /** Of the largest process of the tree; undefined without GNU time. */
  readonly peakMiB: number | undefined;
  readonly stdout: string;
}

/** A command line for an input file and an empty folder for what it writes. */
export interface Contestant {
  readonly name: string;
  readonly argv: (input: string, out: string) => readonly string[];
  /** Why it does not run, with what would help. */
  readonly missing?: string | undefined;
}

export const hasGnuTime: boolean = /GNU/.test(
  spawnSync('/usr/bin/time', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** GNU time shows hundredths only, so the wall time is taken here. */
export function measure(contestant: Contestant, input: string, scratch: string): Sample {
  const out = join(scratch, 'out');
  const log = join(scratch, 'time');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const command = contestant.argv(input, out);
  const [program = '', ...args] = hasGnuTime
    ? ['/usr/bin/time', '-o', log, '-f', '%M %U %S', ...command]
    : command;
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${contestant.name} on ${input}: status ${status}\n${stderr}`);
  if (!hasGnuTime) return { seconds, cpuSeconds: undefined, peakMiB: undefined, stdout };
  const [kib = 0, user = 0, system = 0] = readFileSync(log, 'utf8').trim().split(' ').map(Number);
  return { seconds, cpuSeconds: user + system, peakMiB: kib / 1024, stdout };
}

/** Rounds beyond those asked for, while the machine is restless. */
const MOST = 3;
const RESTLESS = 0.1;

/**
 * One warm-up, then round after round: each contestant once a round, another first each time. Goes on until the middle
 * half of everyone's times lies within 10 % of the median, for at most three times `runs` rounds.
 */
export function race(
  contestants: readonly Contestant[],
  input: string,
  options: { readonly runs: number; readonly scratch: string },
): ReadonlyMap<string, readonly Sample[]> {
  const { runs, scratch } = options;
  const present = contestants.filter(({ missing }) => missing === undefined);
  const samples = new Map<string, Sample[]>(present.map(({ name }) => [name, []]));
  for (const contestant of present) measure(contestant, input, scratch);
  for (let round = 0; round < runs * MOST; round += 1) {
    if (round >= runs && [...samples.values()].every(isCalm)) break;
    for (let turn = 0; turn < present.length; turn += 1) {
      const contestant = present[(round + turn) % present.length];
      if (contestant !== undefined) samples.get(contestant.name)?.push(measure(contestant, input, scratch));
    }
  }
  rmSync(join(scratch, 'out'), { recursive: true, force: true });
  return samples;
}

function isCalm(samples: readonly Sample[]): boolean {
  const seconds = samples.map((sample) => sample.seconds).sort((a, b) => a - b);
  const at = (share: number): number => seconds[Math.floor((seconds.length - 1) * share)] ?? 0;
  return at(0.75) - at(0.25) <= RESTLESS * at(0.5);
}
