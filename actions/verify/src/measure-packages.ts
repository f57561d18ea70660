import type { Host } from '@gosymbols/host';
import { type FilesOnDisk, type JudgeContext, type Policy, settingsFor } from '@gosymbols/policy';
import { resolveBeside, type SymbolIndex } from '@gosymbols/record';
import { attributeFile } from '@gosymbols/size';
import { pathsFrom } from './binary-paths.ts';

export interface PackageOptions {
  readonly index: SymbolIndex;
  readonly indexPath: string;
  readonly base: string;
  readonly policy: Policy;
  readonly context: JudgeContext;
  readonly files: Readonly<Record<string, FilesOnDisk>>;
  readonly host: Host;
}

/** The index with the packages that rules in force ask for; of a split binary only what `split` recorded is exact. */
export async function measurePackages(options: PackageOptions): Promise<SymbolIndex> {
  const { index, indexPath, base, policy, context, files, host } = options;
  const settingsOf = settingsFor(policy, context);
  const wanted = new Set(
    pathsFrom(base, index.binaries, indexPath)
      .filter(({ path }) => settingsOf(path).some(({ budget }) => budget.packages !== undefined))
      .filter(({ name, packages }) => packages === undefined && files[name]?.binary === 'same')
      .map(({ name }) => name),
  );
  if (wanted.size === 0) return index;
  const binaries = [...index.binaries];
  for (const [position, binary] of binaries.entries()) {
    if (!wanted.has(binary.name)) continue;
    const facts = binary.split?.after ?? binary.before;
    const packages = await attributeFile(resolveBeside(indexPath, binary.path), facts, {
      signal: host.signal,
    });
    if (packages !== undefined) binaries[position] = { ...binary, packages };
  }
  return { ...index, binaries };
}
