import { type Settings, shippedFacts, shippedSize } from '@gosymbols/policy';
import { type BinaryRecord, resolveBeside, type SymbolIndex } from '@gosymbols/record';
import { measureFiles, type SizeReport } from '@gosymbols/size';
import { binariesAskedFor, type Measuring, withBinaries } from './binaries-asked-for.ts';

/** The index with the wire sizes that rules in force ask for and nobody has measured yet. */
export async function measureWire(where: Measuring): Promise<SymbolIndex> {
  const { index, indexPath, host } = where;
  const asked = binariesAskedFor(where, asksForWire, (binary) => shippedSize(binary, 'wire') === undefined);
  if (asked.length === 0) return index;
  const progress = host.progress('Measuring wire size');
  try {
    const reports = await measureFiles(
      asked.map((binary) => ({ path: resolveBeside(indexPath, binary.path), facts: shippedFacts(binary) })),
      { wire: true, signal: host.signal },
    );
    progress.done(`${asked.length} of ${index.binaries.length} binaries, gzip -6`);
    return withBinaries(
      index,
      asked.map((binary, position) => withSizes(binary, reports[position])),
    );
  } catch (error) {
    progress.failed(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

function asksForWire({ budget, saving }: Settings): boolean {
  const { max, increase } = budget.wire;
  return max !== undefined || increase !== undefined || saving.wire !== undefined;
}

function withSizes(binary: BinaryRecord, report: SizeReport | undefined): BinaryRecord {
  if (report === undefined) return binary;
  return binary.split === undefined
    ? { ...binary, sizeBefore: report }
    : { ...binary, split: { ...binary.split, sizeAfter: report } };
}
