/**
 * Share (0..1) of pclntab functions that `addresses` names too.
 * @param entries entry addresses of pclntab's functions
 * @param addresses any order; exact numbers
 */
export function coverageOf(entries: Float64Array, addresses: Float64Array): number {
  if (entries.length === 0) return 0;
  const known = new Set(addresses);
  let covered = 0;
  for (const entry of entries) if (known.has(entry)) covered += 1;
  return covered / entries.length;
}
