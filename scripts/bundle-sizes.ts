import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const RECORD = join(ROOT, 'bundle-sizes.json');

export interface BundleSize {
  /**
   * Bytes of the files that every run loads: what is imported statically, and of an action also what its entry, once it
   * has looked at the version of Node, imports in any case.
   */
  readonly start: number;
  /** Those, and the bytes of all that may be loaded later. */
  readonly whole: number;
}

export type BundleSizes = Readonly<Record<string, BundleSize>>;

/** Of every entry of a `dist/` folder: the action bundles, the command line and the worker. */
export function measureBundles(dist: string = join(ROOT, 'dist')): BundleSizes {
  const names = readdirSync(dist).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(
    names.sort().map((name) => {
      const entry = join(dist, name);
      return [name, { start: sizeOf(startOf(entry)), whole: sizeOf(reach([entry], [STATIC, DYNAMIC])) }];
    }),
  );
}

export function recordedSizes(): BundleSizes {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as BundleSizes;
}

/** The largest parts of what an entry starts with, for a message: `yaml 230 kB`. */
export function largestParts(name: string, dist: string = join(ROOT, 'dist')): string[] {
  const parts = new Map<string, number>();
  for (const text of [...startOf(join(dist, name))].map((path) => readFileSync(path, 'utf8'))) {
    // rolldown puts the path of each module above its code.
    for (const module of text.split(/^\/\/ (?=(?:packages|actions|node_modules)\/)/m).slice(1)) {
      const [, part = ''] =
        /^(?:node_modules\/)?((?:@[^/]+|packages|actions)\/[^/]+|[^/]+)/.exec(module) ?? [];
      parts.set(part, (parts.get(part) ?? 0) + Buffer.byteLength(module));
    }
  }
  return [...parts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([part, bytes]) => `${part} ${kilobytes(bytes)}`);
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

const STATIC = /^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];/gm;
// Comments in what is bundled have `import("./Name.js")` of their own: chunks end in a hash.
const DYNAMIC = /\bimport\(["'](\.[^"']+-[\w-]{8}\.js)["']\)/g;

/** The command line imports the verbs that are called, one of many: not so an action. */
function startOf(entry: string): Set<string> {
  const first = reach([entry], [STATIC]);
  if (entry.endsWith('cli.js')) return first;
  return reach([...first, ...[...first].flatMap((path) => importedBy(path, DYNAMIC))], [STATIC]);
}

function reach(entries: readonly string[], imports: readonly RegExp[]): Set<string> {
  const found = new Set(entries);
  for (const path of found)
    for (const pattern of imports) for (const other of importedBy(path, pattern)) found.add(other);
  return found;
}

function importedBy(path: string, pattern: RegExp): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(pattern)].map(([, from = '']) => join(dirname(path), from));
}

function sizeOf(paths: Iterable<string>): number {
  return [...paths].reduce((sum, path) => sum + readFileSync(path).length, 0);
}

if (import.meta.main) {
  writeFileSync(RECORD, `${JSON.stringify(measureBundles(), null, 2)}\n`);
  console.log(`${relative(process.cwd(), RECORD)}: written`);
}
