import type { Host } from '@gosymbols/host';
import {
  type FilesOnDisk,
  type JudgeContext,
  type Policy,
  type Settings,
  settingsFor,
} from '@gosymbols/policy';
import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { pathsFrom } from './binary-paths.ts';

export interface Measuring {
  readonly index: SymbolIndex;
  readonly indexPath: string;
  /** Folder from which the policy's globs are read. */
  readonly base: string;
  readonly policy: Policy;
  readonly context: JudgeContext;
  readonly files: Readonly<Record<string, FilesOnDisk>>;
  readonly host: Host;
}

/** Binaries that lack what a rule in force asks for, and whose file is here as the index describes it. */
export function binariesAskedFor(
  { index, indexPath, base, policy, context, files }: Measuring,
  asks: (settings: Settings) => boolean,
  lacks: (binary: BinaryRecord) => boolean,
): BinaryRecord[] {
  const settingsOf = settingsFor(policy, context);
  const asked = new Set(
    pathsFrom(base, index.binaries, indexPath)
      .filter(({ path, name }) => files[name]?.binary === 'same' && settingsOf(path).some(asks))
      .map(({ name }) => name),
  );
  return index.binaries.filter((binary) => asked.has(binary.name) && lacks(binary));
}

/** The index with those binaries in place of the ones of their names. */
export function withBinaries(index: SymbolIndex, measured: readonly BinaryRecord[]): SymbolIndex {
  if (measured.length === 0) return index;
  const byName = new Map(measured.map((binary) => [binary.name, binary]));
  return { ...index, binaries: index.binaries.map((binary) => byName.get(binary.name) ?? binary) };
}
