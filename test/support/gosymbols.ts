import { join } from 'node:path';
import { type Finished, run } from './run.ts';

export const BUNDLE: string = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** Runs the built command line, as `npx gosymbols` does; never the sources. */
export function gosymbols(args: readonly string[], options: Parameters<typeof run>[2] = {}): Finished {
  return run(process.execPath, [BUNDLE, ...args], options);
}
