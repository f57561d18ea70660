import type { Binary } from './binaries.ts';
import type { Sample } from './measure.ts';
import { ALONE, ALONE_KEEP, GNU, OURS, OURS_KEEP } from './peers.ts';
import { FILES, MANY, ONE, SMALL, START } from './reading.ts';
import { median, megabytes, spread, type Table } from './table.ts';

export type Race = ReadonlyMap<string, readonly Sample[]>;

export const secondsOf = (race: Race, name: string): number[] =>
  (race.get(name) ?? []).map(({ seconds }) => seconds);

/** Undefined values (no GNU time) become NaN, and NaN is printed as a dash. */
const peaksOf = (race: Race, name: string): number[] =>
  (race.get(name) ?? []).map(({ peakMiB }) => peakMiB ?? Number.NaN);

export const peakOf = (race: Race, name: string): number => Math.max(...peaksOf(race, name));

const cpuOf = (race: Race, name: string): number =>
  median((race.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds ?? Number.NaN));

const ratio = (ours: number, theirs: number): string => figure(ours / theirs, 2, 'x');

const figure = (value: number, digits: number, unit = ''): string =>
  Number.isNaN(value) ? '–' : `${value.toFixed(digits)}${unit}`;

export function splitTable(binary: Binary, race: Race): Table {
  const [gnuWall, gnuCpu] = [median(secondsOf(race, GNU)), cpuOf(race, GNU)];
  const rows = [...race.keys()].map((name) => [
    name,
    spread(secondsOf(race, name), 2),
    ratio(median(secondsOf(race, name)), gnuWall),
    figure(cpuOf(race, name), 2),
    ratio(cpuOf(race, name), gnuCpu),
    figure(peakOf(race, name), 0),
  ]);
  return {
    title: `Split of ${binary.name} ${binary.version}, ${megabytes(binary.size)} MB, built by ${binary.go} (${spellRuns(race)})`,
    rows: [['', 'Wall s: median (min–max)', 'To GNU', 'CPU s', 'To GNU', 'Peak RSS MiB'], ...rows],
  };
}

export function inspectTable(binary: Binary, race: Race): Table {
  const rows = [...race.keys()].map((name) => [
    name === ONE ? `inspect, ${binary.name}, ${megabytes(binary.size)} MB` : name,
    spread(
      secondsOf(race, name).map((seconds) => seconds * 1000),
      0,
    ),
    figure(peakOf(race, name), 0),
  ]);
  const each = perFile(race);
  return {
    title: `Inspect (${spellRuns(race)})`,
    rows: [
      ['', 'Wall ms: median (min–max)', 'Peak RSS MiB'],
      ...rows,
      [`each further small file (${FILES} less 1)`, each.toFixed(1), ''],
    ],
  };
}

export function sizeTable(binary: Binary, race: Race): Table {
  const rows = [...race.keys()].map((name) => [
    name,
    spread(secondsOf(race, name), 2),
    figure(peakOf(race, name), 0),
  ]);
  return {
    title: `Where the bytes are, ${binary.name}, ${megabytes(binary.size)} MB (${spellRuns(race)})`,
    rows: [['', 'Wall s: median (min–max)', 'Peak RSS MiB'], ...rows],
  };
}

/** Milliseconds of one more file, start-up taken out. */
export function perFile(race: Race): number {
  return ((median(secondsOf(race, MANY)) - median(secondsOf(race, SMALL))) * 1000) / (FILES - 1);
}

/** Time per MB with the empty start taken out: flat where the cost is linear in bytes. */
export function linearTable(binaries: readonly Binary[], races: readonly Race[], reading: Race): Table {
  const start = median(secondsOf(reading, START));
  const names = [OURS, OURS_KEEP, ALONE, ALONE_KEEP, GNU].filter((name) => races[0]?.has(name) === true);
  return {
    title: 'Milliseconds per MB, start of Node taken out of ours',
    rows: [
      ['', ...binaries.map(({ size }) => `${megabytes(size)} MB`)],
      ...names.map((name) => [
        name,
        ...binaries.map(({ size }, index) => {
          const seconds = median(secondsOf(races[index] ?? new Map(), name));
          return (((seconds - (name === GNU ? 0 : start)) * 1e9) / size).toFixed(1);
        }),
      ]),
    ],
  };
}

function spellRuns(race: Race): string {
  const runs = Math.max(...[...race.values()].map(({ length }) => length));
  return runs === 1 ? '1 run' : `${runs} runs, interleaved, after a warm-up`;
}
