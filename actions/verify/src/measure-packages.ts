import { shippedFacts } from '@gosymbols/policy';
import { type BinaryRecord, resolveBeside, type SymbolIndex } from '@gosymbols/record';
import { attributeFile } from '@gosymbols/size';
import { binariesAskedFor, type Measuring, withBinaries } from './binaries-asked-for.ts';

/** The index with the packages that rules in force ask for; of a split binary only what `split` recorded is exact. */
export async function measurePackages(where: Measuring): Promise<SymbolIndex> {
  const { index, indexPath, host } = where;
  const measured: BinaryRecord[] = [];
  const asked = binariesAskedFor(
    where,
    ({ budget }) => budget.packages !== undefined,
    ({ packages }) => packages === undefined,
  );
  for (const binary of asked) {
    const path = resolveBeside(indexPath, binary.path);
    const packages = await attributeFile(path, shippedFacts(binary), { signal: host.signal });
    if (packages !== undefined) measured.push({ ...binary, packages });
  }
  return withBinaries(index, measured);
}
