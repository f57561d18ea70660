import { FormatError } from '@gosymbols/bytes';

const SLOWEST = 2000;

/** Reads or refuses; anything else is a bug. Returns what was wrong, for the person who hunts it. */
export async function verdictOn(read: () => Promise<unknown>): Promise<string | undefined> {
  const start = performance.now();
  try {
    await read();
  } catch (error) {
    if (!(error instanceof FormatError))
      return `threw ${error instanceof Error ? error.stack : String(error)}`;
    if (error.message === '' || error.file !== 'case')
      return `a FormatError without its place: ${error.code} ${error.message}`;
    if (error.section === undefined && error.value === undefined && error.kind !== 'request')
      return `says neither section nor value: ${error.code}`;
  }
  const took = performance.now() - start;
  return took > SLOWEST ? `took ${took.toFixed(0)} ms` : undefined;
}
