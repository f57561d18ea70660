import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from './binaries.ts';
import type { Race } from './figures.ts';
import { type Contestant, measure, type Sample } from './measure.ts';
import { writeSparse } from './sparse.ts';
import { spread, type Table } from './table.ts';

export interface Far {
  readonly race: Race;
  readonly table: Table;
}

const RUNS = 3;

/** The same race on a file beyond 4 GiB, nearly all of it a hole. A tool that fails there is listed as failing. */
export function raceFar(binary: Binary, contestants: readonly Contestant[], scratch: string): Far {
  const path = join(scratch, 'sparse');
  writeSparse(binary.path, path);
  const race = new Map<string, Sample[]>();
  const failed: string[] = [];
  for (const contestant of contestants) {
    if (contestant.missing !== undefined) continue;
    const samples: Sample[] = [];
    try {
      measure(contestant, path, scratch);
      for (let run = 0; run < RUNS; run += 1) samples.push(measure(contestant, path, scratch));
      race.set(contestant.name, samples);
    } catch (error) {
      console.error(String(error));
      failed.push(contestant.name);
    }
  }
  rmSync(path);
  const rows = [...race].map(([name, samples]) => {
    const peaks = samples.flatMap(({ peakMiB }) => (peakMiB === undefined ? [] : [peakMiB]));
    return [
      name,
      spread(
        samples.map(({ seconds }) => seconds),
        2,
      ),
      peaks.length === 0 ? '–' : Math.max(...peaks).toFixed(0),
    ];
  });
  return {
    race,
    table: {
      title: `Sparse file of 4 GiB: ${binary.name} with its debug sections behind a hole (${RUNS} runs after a warm-up)`,
      rows: [
        ['', 'Wall s: median (min–max)', 'Peak RSS MiB'],
        ...rows,
        ...failed.map((name) => [name, 'fails', '']),
      ],
    },
  };
}
