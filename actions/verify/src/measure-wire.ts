import type { Host } from '@gosymbols/host';
import {
  type FilesOnDisk,
  type JudgeContext,
  type Policy,
  type Settings,
  settingsFor,
  shippedFacts,
  shippedSize,
} from '@gosymbols/policy';
import { type BinaryRecord, resolveBeside, type SymbolIndex } from '@gosymbols/record';
import { measureFiles, type SizeReport } from '@gosymbols/size';
import { pathsFrom } from './binary-paths.ts';

export interface WireOptions {
  readonly index: SymbolIndex;
  readonly indexPath: string;
  /** Folder from which the policy's globs are read. */
  readonly base: string;
  readonly policy: Policy;
  readonly context: JudgeContext;
  readonly files: Readonly<Record<string, FilesOnDisk>>;
  readonly host: Host;
}

/** The index with the wire sizes that rules in force ask for and nobody has measured yet. */
export async function measureWire(options: WireOptions): Promise<SymbolIndex> {
  const { index, indexPath, base, policy, context, files, host } = options;
  const settingsOf = settingsFor(policy, context);
  const wanted = new Set(
    pathsFrom(base, index.binaries, indexPath)
      .filter((binary) => settingsOf(binary.path).some(asksForWire))
      .filter((binary) => files[binary.name]?.binary === 'same' && shippedSize(binary, 'wire') === undefined)
      .map(({ name }) => name),
  );
  if (wanted.size === 0) return index;
  const chosen = index.binaries.filter(({ name }) => wanted.has(name));
  const progress = host.progress('Measuring wire size');
  try {
    const reports = await measureFiles(
      chosen.map((binary) => ({ path: resolveBeside(indexPath, binary.path), facts: shippedFacts(binary) })),
      { wire: true, signal: host.signal },
    );
    const measured = new Map(chosen.map(({ name }, position) => [name, reports[position]]));
    progress.done(`${chosen.length} of ${index.binaries.length} binaries, gzip -6`);
    return {
      ...index,
      binaries: index.binaries.map((binary) => withSizes(binary, measured.get(binary.name))),
    };
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
