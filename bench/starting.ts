import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Race } from './figures.ts';
import { secondsOf } from './figures.ts';
import type { Goal } from './goals.ts';
import type { Contestant } from './measure.ts';
import { median, type Table } from './table.ts';

const EMPTY = 'Node, empty script';
const LIST = 'gosymbols --help';
const HELP = 'gosymbols split --help';

/** Milliseconds that a bundle may take beyond one and a half times an empty script. */
const BEYOND = 60;

/** Each action's bundle with no inputs, in an empty folder: from the start of Node to the annotation that says so. */
export function starters(root: string, dist: string, scratch: string): Contestant[] {
  const folder = join(scratch, 'nothing');
  mkdirSync(folder);
  const empty = join(scratch, 'start.js');
  writeFileSync(empty, '');
  const node = process.execPath;
  const { PATH = '' } = process.env;
  return [
    { name: EMPTY, argv: () => [node, empty] },
    { name: LIST, argv: () => [node, join(dist, 'cli.js'), '--help'] },
    { name: HELP, argv: () => [node, join(dist, 'cli.js'), 'split', '--help'] },
    // `env -i`: no inputs and no event of a job that this may run in.
    ...readdirSync(join(root, 'actions')).map((verb) => ({
      name: `${verb}, wrong request`,
      argv: () => [
        'sh',
        '-c',
        'cd "$1"; env -i PATH="$2" RUNNER_TEMP="$1" "$3" "$4"; [ $? = 2 ]',
        'sh',
        folder,
        PATH,
        node,
        join(dist, `${verb}.js`),
      ],
    })),
  ];
}

export function startTable(race: Race): Table {
  const most = 1.5 * milliseconds(race, EMPTY) + BEYOND;
  return {
    title: 'Cold start: to the first error, or to the help (times include `sh` and `env` for the actions)',
    rows: [
      ['', 'Wall ms: median', `At most 1.5x + ${BEYOND} ms`],
      ...[...race.keys()].map((name) => [
        name,
        milliseconds(race, name).toFixed(0),
        name === EMPTY ? '' : most.toFixed(0),
      ]),
    ],
  };
}

export function startGoal(race: Race): Goal {
  const slowest = Math.max(...[...race.keys()].map((name) => milliseconds(race, name)));
  const most = Math.round(1.5 * milliseconds(race, EMPTY) + BEYOND);
  return ['cold start of the slowest bundle, 1.5x an empty script + 60 ms', most, slowest, ' ms', 0];
}

function milliseconds(race: Race, name: string): number {
  return median(secondsOf(race, name)) * 1000;
}
