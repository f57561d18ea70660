import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DISTRIBUTION } from '../test/support/registries.ts';
import type { Binary } from './binaries.ts';
import type { Goal } from './goals.ts';
import { type Contestant, measure, type Sample } from './measure.ts';
import { median, megabytes, spread, type Table } from './table.ts';

const MEGABITS = 100;

export interface Publishing {
  readonly table: Table;
  readonly stored: Table;
  readonly goals: readonly Goal[];
}

const OURS = 'gosymbols publish';
const MADE = 'gosymbols, layers made before';
const AGAIN = 'gosymbols publish, again';
const ORAS = 'oras push of what objcopy made';

/** Publishing the debug files of all binaries together, against what a careful script does with objcopy and oras. */
export async function racePublishing(
  binaries: readonly Binary[],
  options: { readonly dist: string; readonly scratch: string; readonly runs: number },
): Promise<Publishing | undefined> {
  const missing = ['registry', 'oras', 'objcopy'].filter(
    (name) => spawnSync(name, ['--help'], { stdio: 'ignore' }).error !== undefined,
  );
  if (missing.length > 0) {
    console.error(`bench: publishing is left out: ${missing.join(', ')} absent`);
    return undefined;
  }
  const { dist, scratch, runs } = options;
  const made = prepare(binaries, dist, join(scratch, 'publishing'));
  await using registry = await DISTRIBUTION.start();
  await using link = await shaped(registry.host);
  const near = raceOver(registry.host, made, { dist, scratch, runs, folder: 'near' });
  const far = raceOver(link.host, made, { dist, scratch, runs: Math.min(runs, 3), folder: 'far' });
  const alone = binaries.map((binary, at) => {
    const one = made.indexes[at] ?? '';
    return peak(near.publish(`alone-${at}`, one), scratch, binary.name);
  });
  const layers = layerBytes(made.index);
  const toOras = (race: Race, name: string): number =>
    median(race.get(name) ?? []) / median(race.get(ORAS) ?? []);
  return {
    table: {
      title: `Publishing the debug files of ${binaries.map(({ name }) => name).join(', ')} to distribution 3.1, in s`,
      rows: [
        ['', 'Loopback', 'To oras', `${MEGABITS} Mbit/s`, 'To oras', 'Peak RSS MiB'],
        ...[OURS, MADE, AGAIN, ORAS].map((name) => [
          name,
          spread(near.race.get(name) ?? [], 2),
          `${toOras(near.race, name).toFixed(2)}x`,
          spread(far.race.get(name) ?? [], 2),
          `${toOras(far.race, name).toFixed(2)}x`,
          (near.peaks.get(name) ?? Number.NaN).toFixed(0),
        ]),
        ...binaries.map(({ name, size }, at) => [
          `gosymbols publish, ${name} alone, ${megabytes(size)} MB`,
          '',
          '',
          '',
          '',
          (alone[at] ?? Number.NaN).toFixed(0),
        ]),
      ],
    },
    stored: {
      title: 'What the registry stores of them, in MB',
      rows: [
        ['', 'objcopy', 'gzip -6 of it', 'gosymbols', 'To objcopy', 'To gzip'],
        ...binaries.map(({ name }, at) => {
          const [ours = 0, theirs = 0, packed = 0] = [layers[at], made.objcopy[at], made.gzip[at]];
          return [
            name,
            megabytes(theirs),
            megabytes(packed),
            megabytes(ours),
            `${(ours / theirs).toFixed(2)}x`,
            `${(ours / packed).toFixed(2)}x`,
          ];
        }),
      ],
    },
    goals: [
      ['publish on loopback, layers made, to oras', 1.2, toOras(near.race, MADE), 'x', 2],
      [`publish over ${MEGABITS} Mbit/s, all in all, to oras`, 0.7, toOras(far.race, OURS), 'x', 2],
      ['publish again, to the first (loopback)', 0.1, ratio(near.race, AGAIN, OURS), 'x', 2],
      [`publish again, to the first (${MEGABITS} Mbit/s)`, 0.1, ratio(far.race, AGAIN, OURS), 'x', 2],
      ['stored, all together, to objcopy', 0.55, sum(layers) / sum(made.objcopy), 'x', 3],
      ['stored, all together, to objcopy gzipped', 0.8, sum(layers) / sum(made.gzip), 'x', 3],
      [
        'peak RSS of publish, largest alone to smallest',
        1.5,
        (alone.at(-1) ?? Number.NaN) / (alone[0] ?? 1),
        'x',
        2,
      ],
    ],
  };
}

type Race = ReadonlyMap<string, readonly number[]>;

interface Made {
  /** Of all binaries. */
  readonly index: string;
  /** Of each alone. */
  readonly indexes: readonly string[];
  readonly folder: string;
  /** Names in `folder`. */
  readonly files: readonly string[];
  /** Bytes of what objcopy made, and of it gzipped. */
  readonly objcopy: readonly number[];
  readonly gzip: readonly number[];
}

function prepare(binaries: readonly Binary[], dist: string, folder: string): Made {
  mkdirSync(join(folder, 'in'), { recursive: true });
  const inputs = binaries.map(({ name, path }) => {
    const input = join(folder, 'in', name);
    symlinkSync(path, input);
    return input;
  });
  const cli = [process.execPath, join(dist, 'cli.js')];
  const split = (files: readonly string[], out: string): string => {
    must([...cli, 'split', ...files, '--out-dir', join(folder, out), '--no-wire']);
    return join(folder, out, 'gosymbols.json');
  };
  const files = binaries.map(({ name }) => `${name}.debug`);
  for (const [at, input] of inputs.entries())
    must(['objcopy', '--only-keep-debug', input, join(folder, files[at] ?? '')]);
  return {
    index: split(inputs, 'all'),
    indexes: inputs.map((input, at) => split([input], `alone-${at}`)),
    folder,
    files,
    objcopy: files.map((file) => statSync(join(folder, file)).size),
    gzip: files.map((file) => gzipSync(readFileSync(join(folder, file)), { level: 6 }).length),
  };
}

/** Rounds of everyone, each into a repository that nobody wrote to; then the same once more for the repeated one. */
function raceOver(
  host: string,
  made: Made,
  {
    dist,
    scratch,
    runs,
    folder,
  }: { readonly dist: string; readonly scratch: string; readonly runs: number; readonly folder: string },
): {
  readonly race: Race;
  readonly peaks: ReadonlyMap<string, number>;
  publish(repository: string, index: string): Contestant;
} {
  const node = process.execPath;
  const place = (repository: string): string => `${host}/bench/${folder}/${repository}`;
  const publish = (repository: string, index: string): Contestant => ({
    name: OURS,
    argv: () => [node, `${dist}/cli.js`, 'publish', '--index', index, '--store', place(repository)],
  });
  const race = new Map<string, number[]>([OURS, MADE, AGAIN, ORAS].map((name) => [name, []]));
  const peaks = new Map<string, number>();
  const note = (name: string, { seconds, peakMiB }: Sample, less = 0): void => {
    race.get(name)?.push(seconds - less);
    peaks.set(name, Math.max(peaks.get(name) ?? 0, peakMiB ?? Number.NaN));
  };
  for (let round = 0; round <= runs; round += 1) {
    const ours = publish(`ours-${round}`, made.index);
    const oras: Contestant = {
      name: ORAS,
      argv: () => [
        'sh',
        '-c',
        'cd "$1" && shift && exec oras push --plain-http "$@"',
        'sh',
        made.folder,
        `${place(`oras-${round}`)}:debug`,
        ...made.files,
      ],
    };
    const before: Contestant = {
      name: MADE,
      argv: () => [node, `${dist}/publish-made.js`, made.index, place(`made-${round}`)],
    };
    const samples = [ours, ours, before, oras].map((contestant) => measure(contestant, '', scratch));
    // The first round warms caches up.
    if (round === 0) continue;
    const [first, again, transferred, theirs] = samples;
    if (first !== undefined) note(OURS, first);
    if (again !== undefined) note(AGAIN, again);
    if (transferred !== undefined) note(MADE, transferred, Number(transferred.stdout) / 1000);
    if (theirs !== undefined) note(ORAS, theirs);
  }
  return { race, peaks, publish };
}

function peak(contestant: Contestant, scratch: string, name: string): number {
  return measure({ ...contestant, name }, '', scratch).peakMiB ?? Number.NaN;
}

function layerBytes(index: string): number[] {
  const { binaries } = JSON.parse(readFileSync(index, 'utf8')) as {
    binaries: readonly { receipts: readonly { layerBytes: number }[] }[];
  };
  return binaries.map(({ receipts }) => receipts[0]?.layerBytes ?? Number.NaN);
}

const ratio = (race: Race, name: string, to: string): number =>
  median(race.get(name) ?? []) / median(race.get(to) ?? []);
const sum = (bytes: readonly number[]): number => bytes.reduce((total, one) => total + one, 0);

function must([program = '', ...args]: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

async function shaped(target: string): Promise<{ readonly host: string } & AsyncDisposable> {
  const proxy = spawn(
    process.execPath,
    [join(import.meta.dirname, 'shaped-link.ts'), target, String(MEGABITS * 1e6)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const port = await new Promise<string>((done, fail) => {
    proxy.once('error', fail);
    proxy.stdout.setEncoding('utf8').once('data', (text: string) => done(text.trim()));
  });
  return {
    host: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      proxy.kill('SIGKILL');
    },
  };
}
