import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Race, secondsOf } from './figures.ts';
import type { Contestant } from './measure.ts';
import { median } from './table.ts';

export const FACTS = 'inspect alone';
export const PACKAGES = 'inspect + packages by symbol table';
export const STRIPPED = 'the same, stripped: by pclntab';
export const NM = 'go tool nm -size -sort size';
/** Seconds that attribution adds to an inspection of the same file. */
export function attributionOf(race: Race): number {
  return median(secondsOf(race, PACKAGES)) - median(secondsOf(race, FACTS));
}

export const WIRE = 'wire, ours';
export const GZIP = 'gzip -6';

/** Where the bytes are, whole processes; ours run from their sources, as the tests do. */
export function sizers(dist: string, scratch: string, largest: string): Contestant[] {
  const node = process.execPath;
  const script = join(import.meta.dirname, 'size-of.ts');
  const folder = join(scratch, 'stripped');
  const { status, stderr } = spawnSync(
    node,
    [join(dist, 'cli.js'), 'split', largest, '--out-dir', folder, '--wire=false'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`split failed: ${stderr}`);
  const stripped = join(folder, readdirSync(folder).find((name) => !/\.(debug|json)$/.test(name)) ?? '');
  const has = (program: string, args: readonly string[]): boolean =>
    spawnSync(program, [...args]).status === 0;
  return [
    { name: FACTS, argv: (input) => [node, script, 'facts', input] },
    { name: PACKAGES, argv: (input) => [node, script, 'packages', input] },
    { name: STRIPPED, argv: () => [node, script, 'packages', stripped] },
    {
      name: NM,
      argv: (input) => ['go', 'tool', 'nm', '-size', '-sort', 'size', input],
      ...(has('go', ['version']) ? {} : { missing: 'there is no `go`' }),
    },
    { name: WIRE, argv: (input) => [node, script, 'wire', input] },
    {
      name: GZIP,
      argv: (input) => ['sh', '-c', 'gzip -6 -c "$0" | wc -c', input],
      ...(has('gzip', ['--version']) ? {} : { missing: 'there is no `gzip`' }),
    },
  ];
}
