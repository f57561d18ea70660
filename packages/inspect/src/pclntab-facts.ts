import { FormatError } from '@gosymbols/bytes';
import type { Pclntab } from '@gosymbols/gobinary';
import type { PclntabFacts } from './facts.ts';

/** Names are read for at most this many functions, spread evenly. */
const SAMPLE = 512;

export function pclntabFacts(table: Pclntab): PclntabFacts {
  const sample = sampleIndices(table.count, SAMPLE);
  const named = sample.filter((index) => isAscending(table, index) && hasName(table, index)).length;
  const absolutePaths = table.absolutePaths();
  return {
    version: table.version,
    functions: table.count,
    size: table.size,
    named: sample.length === 0 ? 0 : named / sample.length,
    ...(absolutePaths === undefined ? {} : { absolutePaths }),
  };
}

/** Entry addresses, ascending; undefined when the base that they count from is unknown. */
export function entriesOf(table: Pclntab): Float64Array | undefined {
  if (table.textBase === undefined) return undefined;
  return Float64Array.from({ length: table.count }, (_, index) => Number(table.entryAt(index)));
}

/** `size` indices spread evenly over `count`, first and last included. */
export function sampleIndices(count: number, size: number): number[] {
  if (count <= size) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: size }, (_, index) => Math.floor((index * (count - 1)) / (size - 1)));
}

/**
 * The table is sorted by address (Go 1.2 Runtime Symbol Information), C functions of one address beside each other; a part
 * that was overwritten is not, or all stands where the first function does.
 */
function isAscending(table: Pclntab, index: number): boolean {
  const entry = table.entryAt(index);
  return (
    (index === 0 || entry > table.entryAt(0)) &&
    (index + 1 >= table.count || entry <= table.entryAt(index + 1))
  );
}

export function hasName(table: Pclntab, index: number): boolean {
  try {
    // Control characters never stand in a Go symbol name; they show that the offset led astray.
    const { name } = table.functionAt(index);
    return name !== '' && ![...name].some((character) => character < ' ' || character === '\ufffd');
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
