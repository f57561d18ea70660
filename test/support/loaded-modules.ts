import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Finished, run } from './run.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');
const HOOK = pathToFileURL(join(import.meta.dirname, 'note-loaded.mjs')).href;

export interface Loaded extends Finished {
  /** Sources that the loaded files were bundled from: `packages/…`, `actions/…`, `node_modules/…`. */
  readonly sources: readonly string[];
  readonly bytes: number;
}

/** Runs a file of dist/ to its end, and says of which sources it loaded code. */
export function loadedBy(
  bundle: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string | undefined>> },
): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'gosymbols-loaded-'));
  const list = join(folder, 'list');
  try {
    const ended = run(process.execPath, ['--import', HOOK, join(DIST, `${bundle}.js`), ...args], {
      ...options,
      env: { ...options.env, GOSYMBOLS_LOADED: list, NODE_OPTIONS: undefined },
    });
    const files = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))]
      .map((url) => fileURLToPath(url))
      .filter((path) => path.startsWith(DIST));
    const texts = files.map((path) => readFileSync(path, 'utf8'));
    return {
      ...ended,
      sources: texts.flatMap(sourcesOf),
      bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** rolldown puts the path of each module above its code. */
function sourcesOf(text: string): string[] {
  return [...text.matchAll(/^\/\/ ((?:packages|actions|node_modules)\/\S+)$/gm)].map(([, path = '']) => path);
}
