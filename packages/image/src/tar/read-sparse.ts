import type { ImageError } from '../image-error.ts';
import { type Header, TAR_BLOCK } from './header.ts';
import { decimal } from './numbers.ts';
import type { PaxRecords } from './pax.ts';
import { gnuNumbers, MAX_RUNS, paxSparse, runsOf, type SparseRun } from './sparse.ts';
import type { TarInput } from './tar-input.ts';

export type Fault = (message: string) => ImageError;

/** Entries of a block that continues the map of the old format; the byte behind them says whether another follows. */
const EXTENSION_BYTES = 21 * 24;

/**
 * The name, size and runs of a sparse file, undefined for another; the input stands at the content then.
 * @param stored bytes after the header, as it says
 */
export async function readSparse(
  input: TarInput,
  header: Header,
  pax: PaxRecords,
  stored: number,
  fault: Fault,
): Promise<{ name: string | undefined; realSize: number; runs: readonly SparseRun[] } | undefined> {
  if (header.gnuSparse !== undefined) {
    const { map, realSize } = header.gnuSparse;
    const numbers = [...gnuNumbers(map)];
    for (let more = header.gnuSparse.extended; more; ) {
      const block = await input.exact(TAR_BLOCK);
      if (block.length < TAR_BLOCK) throw fault('the tar ends within a sparse map');
      numbers.push(...gnuNumbers(block.subarray(0, EXTENSION_BYTES)));
      if (numbers.length > 2 * MAX_RUNS) throw fault(`a sparse map has more than ${MAX_RUNS} runs`);
      more = block[EXTENSION_BYTES] !== 0;
    }
    return { name: undefined, realSize, runs: decoded(runsOf(numbers, realSize), fault) };
  }
  const found = paxSparse(pax);
  if (found === undefined) return undefined;
  const { name, realSize, runs } = decoded(found, fault);
  return {
    name,
    realSize,
    runs: runs ?? decoded(runsOf(await mapInFront(input, stored, fault), realSize), fault),
  };
}

/** Format 1.0: the number of runs, then offsets and lengths, a decimal number a line, filled up to a block. */
async function mapInFront(
  input: TarInput,
  stored: number,
  fault: Fault,
): Promise<readonly (number | undefined)[]> {
  const start = input.position;
  let text = '';
  const lines: string[] = [];
  for (let wanted = 1; lines.length < wanted; ) {
    const block = await input.exact(TAR_BLOCK);
    if (block.length < TAR_BLOCK || input.position - start > stored)
      throw fault('the tar ends within a sparse map');
    const parts = (text + block.toString('latin1')).split('\n');
    text = parts.pop() ?? '';
    lines.push(...parts);
    const runs = decimal(lines[0] ?? '');
    if (lines.length > 0 && (runs === undefined || runs > MAX_RUNS))
      throw fault(`a sparse map has ${JSON.stringify(lines[0])} runs`);
    wanted = 1 + 2 * (runs ?? 0);
    if (wanted <= lines.length) return lines.slice(1, wanted).map(decimal);
  }
  return [];
}

/** @throws what `fault` makes of a text, which says what is wrong */
export function decoded<T>(value: T | string, fault: Fault): T {
  if (typeof value === 'string') throw fault(value);
  return value;
}
