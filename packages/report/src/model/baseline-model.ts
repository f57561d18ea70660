import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { compareSizes, DEFAULT_NOISE, type SizeComparison } from '@gosymbols/size';
import { PART_KEYS } from './change.ts';
import { provenLevelOf } from './published-level.ts';
import type { BaselineModel, BinaryModel, ModuleMove, PackageChange } from './report-model.ts';
import { measuredOf } from './shipped.ts';

/** One binary against the same one of the baseline. */
export function againstBaseline(
  now: BinaryRecord,
  then: BinaryRecord,
  { disk, wire, parts, isNoise, differences }: SizeComparison,
): NonNullable<BinaryModel['baseline']> {
  return {
    before: disk.before,
    delta: disk.bytes,
    percent: disk.before === 0 ? 0 : (disk.bytes / disk.before) * 100,
    isNoise,
    levels: { before: provenLevelOf(then), after: provenLevelOf(now) },
    ...(wire === undefined ? {} : { wireDelta: wire.bytes }),
    parts: PART_KEYS.map((part) => ({ part, delta: parts[part].bytes })),
    unlike: differences.map(({ code, message }) => ({ code, message })),
  };
}

/** By name, each binary that both have, compared. */
export function comparisonsOf(index: SymbolIndex, earlier: SymbolIndex): Map<string, SizeComparison> {
  const then = byName(earlier.binaries);
  return new Map(
    index.binaries.flatMap((binary) => {
      const before = then.get(binary.name);
      return before === undefined
        ? []
        : [[binary.name, compareSizes(measuredOf(before), measuredOf(binary), DEFAULT_NOISE)]];
    }),
  );
}

/** Where the baseline is from; `record` is what `gosymbols baseline` found out. */
export function baselineModelOf(
  index: SymbolIndex,
  earlier: SymbolIndex,
  comparisons: ReadonlyMap<string, SizeComparison>,
): BaselineModel {
  const record = index.baseline;
  const now = byName(index.binaries);
  const then = byName(earlier.binaries);
  const commit = record?.commit ?? earlier.source?.commit;
  return {
    source: record?.source ?? 'file',
    createdAt: earlier.createdAt,
    ...(commit === undefined ? {} : { commit }),
    ...(earlier.source?.ref === undefined ? {} : { ref: earlier.source.ref }),
    ...(record?.distance === undefined ? {} : { distance: record.distance }),
    ...(record === undefined ? {} : { why: record.why }),
    compared: comparisons.size,
    added: [...now.keys()].filter((name) => !then.has(name)),
    removed: [...then.keys()].filter((name) => !now.has(name)),
    delta: [...comparisons.values()].reduce((sum, { disk }) => sum + disk.bytes, 0),
    modules: moduleMoves(comparisons.values()),
  };
}

/**
 * Packages of one binary, now beside then, the largest first. Two attributions by different methods are not compared:
 * then every `before` is absent.
 */
export function packageChangesOf(
  { packages }: BinaryRecord,
  moved: SizeComparison['packages'],
): PackageChange[] {
  if (packages === undefined) return [];
  const deltas = new Map(moved?.map((delta) => [delta.path, delta]));
  const here = packages.packages.map(({ path, module, bytes }): PackageChange => {
    const before = deltas.get(path)?.before ?? bytes;
    deltas.delete(path);
    return { path, ...(module && { module }), ...(moved && { before }), after: bytes };
  });
  const gone = [...deltas.values()].map(({ path, module, before, after }) => ({
    path,
    ...(module && { module }),
    before,
    after,
  }));
  return [...here, ...gone].sort(
    (a, b) =>
      Math.max(b.after, b.before ?? 0) - Math.max(a.after, a.before ?? 0) || (a.path < b.path ? -1 : 1),
  );
}

/** Over all binaries, each move once. */
function moduleMoves(comparisons: Iterable<SizeComparison>): ModuleMove[] {
  const moves = new Map<string, ModuleMove>();
  for (const { path, before, after } of [...comparisons].flatMap(({ modules }) => modules)) {
    moves.set(JSON.stringify([path, before, after]), {
      path,
      ...(before === undefined ? {} : { from: before }),
      ...(after === undefined ? {} : { to: after }),
    });
  }
  return [...moves.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function byName(binaries: readonly BinaryRecord[]): Map<string, BinaryRecord> {
  return new Map(binaries.map((binary) => [binary.name, binary]));
}
