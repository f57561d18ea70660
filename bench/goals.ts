import { peakOf, perFile, type Race, secondsOf } from './figures.ts';
import { ALONE, ALONE_KEEP, GNU, OURS, OURS_KEEP } from './peers.ts';
import { ONE } from './reading.ts';
import { REPORT } from './reporting.ts';
import { attributionOf, PACKAGES } from './sizing.ts';
import { median, type Table } from './table.ts';

export type Goal = readonly [what: string, most: number, found: number, unit: string, digits: number];

/** What we hold ourselves to, against what was measured in this very run. */
export function goalTable(
  largest: Race,
  all: readonly Race[],
  reading: Race,
  sparse: Race,
  report: Race,
  sizing: Race,
  more: readonly Goal[],
): Table {
  const toGnu = (name: string): number => median(secondsOf(largest, name)) / median(secondsOf(largest, GNU));
  const peak = Math.max(
    ...[...all, sparse].flatMap((race) =>
      [OURS, OURS_KEEP].map((name) => (race.has(name) ? peakOf(race, name) : 0)),
    ),
  );
  const goals: readonly Goal[] = [
    ['split with proof and digests, none, to GNU', 0.8, toGnu(OURS), 'x', 2],
    ['split with proof and digests, keep, to GNU', 0.8, toGnu(OURS_KEEP), 'x', 2],
    ['split alone, none, to GNU', 0.4, toGnu(ALONE), 'x', 2],
    ['split alone, keep, to GNU', 0.4, toGnu(ALONE_KEEP), 'x', 2],
    ['peak RSS of split, any size', 120, peak, ' MiB', 0],
    ['inspect of the largest file', 0.12, median(secondsOf(reading, ONE)), ' s', 2],
    ['inspect, each further file', 10, perFile(reading), ' ms', 1],
    ['packages of the largest file', 1.5, attributionOf(sizing), ' s', 2],
    ['peak RSS of that', 300, peakOf(sizing, PACKAGES), ' MiB', 0],
    [REPORT, 1, median(secondsOf(report, REPORT)), ' s', 2],
    ...more,
  ];
  return {
    title: 'Goals',
    rows: [
      ['', 'At most', 'Measured', 'Met'],
      ...goals.map(([what, most, found, unit, digits]) => [
        what,
        `${most}${unit}`,
        Number.isNaN(found) ? 'not measured' : `${found.toFixed(digits)}${unit}`,
        Number.isNaN(found) ? '–' : found <= most ? 'yes' : 'no',
      ]),
    ],
  };
}
