import type { BinaryFacts } from '@gosymbols/inspect';
import { loadedOf } from './loaded.ts';
import { partsOf } from './parts.ts';
import type { SizeReport } from './report.ts';
import { wireSize } from './wire.ts';

export interface MeasureOptions {
  /** Compress the file to know its wire size: about 1 s for 20 MB. */
  readonly wire: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Node's thread pool has four threads by default; zlib runs on them, so every core compresses. Of six programs of 17 to
 * 20 MB on two cores, worker threads were no faster (2.6 to 3.2 s against 2.6 to 2.9 s) and took 180 to 193 MiB against 98 to 104.
 */
const AT_ONCE = 4;

/**
 * The sizes of one file. `facts` must be those of the file at `path`.
 * @throws the system's error where `wire` is asked for and the file cannot be read.
 */
export async function measureFile(
  path: string,
  facts: BinaryFacts,
  options: MeasureOptions,
): Promise<SizeReport> {
  return {
    disk: facts.size,
    ...(options.wire ? { wire: await wireSize(path, options) } : {}),
    loaded: loadedOf(facts),
    parts: partsOf(facts),
  };
}

/** The sizes of several files, in their order, four at a time. The first error stops the rest. */
export async function measureFiles(
  files: readonly { readonly path: string; readonly facts: BinaryFacts }[],
  options: MeasureOptions,
): Promise<SizeReport[]> {
  const failure = new AbortController();
  const signal =
    options.signal === undefined ? failure.signal : AbortSignal.any([options.signal, failure.signal]);
  const reports: SizeReport[] = [];
  const rest = files.entries();
  const lane = async (): Promise<void> => {
    for (const [position, file] of rest) {
      signal.throwIfAborted();
      reports[position] = await measureFile(file.path, file.facts, { ...options, signal });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, lane));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
  return reports;
}
