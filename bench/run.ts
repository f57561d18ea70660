import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binary, findBinaries } from './binaries.ts';
import { bundles } from './bundle.ts';
import { raceFar } from './far.ts';
import { inspectTable, linearTable, type Race, sizeTable, splitTable } from './figures.ts';
import { goalTable } from './goals.ts';
import { describeLoad, describeMachine } from './machine.ts';
import { race } from './measure.ts';
import { readOptions } from './options.ts';
import { writeBetweenMarks } from './page.ts';
import { BARE, GNU, ours, peers } from './peers.ts';
import { racePublishing } from './publishing.ts';
import { readers } from './reading.ts';
import { reporters } from './reporting.ts';
import { sizers } from './sizing.ts';
import { starters, startGoal, startTable } from './starting.ts';
import { storedSizes, storedTable } from './stored.ts';
import { markdown, plain, type Table } from './table.ts';

/** Ours and other tools on real binaries, side by side: `npm run bench`. A benchmark: it judges, but never fails. */
const { runs, ...options } = readOptions();
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'gosymbols-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const say = (stage: string): void =>
  console.error(`bench: ${(performance.now() / 1000).toFixed(0)} s: ${stage}`);
const binaries = findBinaries();
const [smallest, largest] = [binaries[0], binaries.at(-1)];
if (smallest === undefined || largest === undefined) throw new Error('there are no binaries');
say('bundle');
const dist = await bundles(root, scratch);
const contestants = [...ours(dist), ...peers()];
const notes = [
  ...describeMachine(root),
  ...contestants.flatMap(({ name, missing }) =>
    missing === undefined ? [] : [`Left out, ${name}: ${missing}`],
  ),
];
const races = binaries.map((binary): Race => {
  say(`split ${binary.name} ${binary.version}`);
  return race(contestants, linked(binary), { runs, scratch });
});
say('inspect');
const reading = race(readers(dist, scratch), linked(largest), { runs, scratch });
say('start');
const starting = race(starters(root, dist, scratch), '', { runs: runs * 2, scratch });
say('report');
const reporting = race(reporters(dist, scratch), linked(smallest), { runs, scratch });
say('sizes');
const sized = linked(largest);
const sizing = race(
  sizers(dist, scratch, sized).filter(({ missing }) => missing === undefined),
  sized,
  { runs: Math.min(runs, 3), scratch },
);
say('split a sparse file of 4 GiB');
// The bare copy would fill the hole: 4 GiB written, and the disk busy with it for all that follow.
const far = raceFar(
  smallest,
  contestants.filter(({ name }) => name !== BARE),
  scratch,
);
say('pack debug files');
const gnu = contestants.find(({ name, missing }) => name === GNU && missing === undefined);
const stored = await storedSizes(dist, gnu, linked(largest), scratch);

say('publish');
const publishing = await racePublishing(binaries, { dist, scratch, runs });

notes.push(describeLoad());
const tables: Table[] = [
  ...binaries.map((binary, index) => splitTable(binary, races[index] ?? new Map())),
  startTable(starting),
  inspectTable(largest, reading),
  sizeTable(largest, sizing),
  linearTable(binaries, races, reading),
  far.table,
  storedTable(largest, stored),
  ...(publishing === undefined ? [] : [publishing.table, publishing.stored]),
  goalTable(races.at(-1) ?? new Map(), races, reading, far.race, reporting, sizing, [
    startGoal(starting),
    ...(publishing?.goals ?? []),
  ]),
];
const asMarkdown = [notes.map((note) => `- ${note}`).join('\n'), ...tables.map(markdown)].join('\n\n');
console.log(options.markdown ? asMarkdown : [notes.join('\n'), ...tables.map(plain)].join('\n\n'));
if (options.write) writeBetweenMarks(join(root, 'docs/how-it-compares.md'), asMarkdown);

/** Under one name, so that every tool writes files of the same names. */
function linked(binary: Binary): string {
  const folder = mkdtempSync(join(scratch, 'input-'));
  const path = join(folder, 'app');
  symlinkSync(binary.path, path);
  return path;
}
