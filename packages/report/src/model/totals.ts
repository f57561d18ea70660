import type { BinaryRecord } from '@gosymbols/record';
import { changeOf, sumOfChanges, sumOfParts } from './change.ts';
import type { BinaryModel, ModuleModel, Totals } from './report-model.ts';

/** What all binaries sum to. */
export function totalsOf(binaries: readonly BinaryModel[]): Totals {
  const wire = sumOfChanges(binaries.map((binary) => binary.wire));
  const parts = sumOfParts(binaries.map((binary) => binary.parts));
  const layers = new Map(
    binaries.flatMap((binary) =>
      binary.published.map((receipt) => [receipt.digest, receipt.layerBytes] as const),
    ),
  );
  const debugFiles = binaries.flatMap((binary) => binary.debugFile ?? []);
  return {
    binaries: binaries.length,
    split: binaries.filter((binary) => binary.strip !== undefined).length,
    size: sumOfChanges(binaries.map((binary) => binary.size)) ?? changeOf(0, 0),
    ...(wire === undefined ? {} : { wire }),
    ...(parts === undefined ? {} : { parts }),
    debugBytes: debugFiles.reduce((sum, file) => sum + file.size, 0),
    debugFiles: debugFiles.length,
    published: binaries.filter((binary) => binary.published.length > 0).length,
    verified: binaries.filter((binary) => binary.published.some((receipt) => receipt.verified)).length,
    storedBytes: [...layers.values()].reduce((sum, bytes) => sum + bytes, 0),
    proofs: binaries.filter((binary) => binary.proof !== undefined).length,
    proofsHeld: binaries.filter((binary) => binary.proof?.holds === true).length,
    levels: levelsOf(binaries),
  };
}

function levelsOf(binaries: readonly BinaryModel[]): Totals['levels'] {
  const counts = new Map<
    string,
    { before: BinaryModel['level']['before']; after: BinaryModel['level']['shown']; count: number }
  >();
  for (const { level } of binaries) {
    const key = `${level.before} ${level.shown}`;
    const row = counts.get(key) ?? { before: level.before, after: level.shown, count: 0 };
    counts.set(key, { ...row, count: row.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** Every module linked into any binary, by path and version, with the binaries that have it. */
export function modulesOf(records: readonly BinaryRecord[]): ModuleModel[] {
  const modules = new Map<
    string,
    { path: string; version: string; replacedBy?: string; binaries: Set<string> }
  >();
  for (const record of records) {
    for (const { path, version, replace } of record.before.go?.dependencies ?? []) {
      const replacedBy =
        replace === undefined ? undefined : [replace.path, replace.version].filter(Boolean).join('@');
      const key = JSON.stringify([path, version, replacedBy]);
      const row = modules.get(key);
      if (row !== undefined) row.binaries.add(record.name);
      else {
        const fresh = { path, version, binaries: new Set([record.name]) };
        modules.set(key, replacedBy === undefined ? fresh : { ...fresh, replacedBy });
      }
    }
  }
  return [...modules.values()]
    .sort((a, b) => (a.path === b.path ? (a.version < b.version ? -1 : 1) : a.path < b.path ? -1 : 1))
    .map((row) => ({ ...row, binaries: [...row.binaries] }));
}
