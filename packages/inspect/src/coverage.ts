import { isGoName, type Pclntab } from '@gosymbols/gobinary';
import { hasName } from './pclntab-facts.ts';

/**
 * Share (0..1) of pclntab's Go functions at whose entry address `addresses` has one too. C functions that are missing
 * do not count: there was never anything to cover them.
 * @param entries entry addresses of pclntab's functions, by its index, ascending
 * @param addresses any order; exact numbers
 */
export function coverageOf(pclntab: Pclntab, entries: Float64Array, addresses: Float64Array): number {
  const known = addresses.slice().sort();
  let covered = 0;
  let missing = 0;
  let at = 0;
  for (const [index, entry] of entries.entries()) {
    while (at < known.length && (known[at] ?? 0) < entry) at += 1;
    if (known[at] === entry) covered += 1;
    // What was overwritten can be said to be covered by nothing.
    else if (!hasName(pclntab, index) || isGoName(pclntab.functionAt(index).name)) missing += 1;
  }
  return covered + missing === 0 ? 0 : covered / (covered + missing);
}
