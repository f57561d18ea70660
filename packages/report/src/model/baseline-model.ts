import type { BaselineRecord, BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { PART_KEYS } from './change.ts';
import { provenLevelOf } from './published-level.ts';
import type { BaselineModel, BinaryModel, ModuleMove, PackageChange } from './report-model.ts';
import { shippedBytes, shippedParts, shippedWire } from './shipped.ts';

/** One binary against the same one of the baseline. */
export function againstBaseline(now: BinaryRecord, then: BinaryRecord): NonNullable<BinaryModel['baseline']> {
  const before = shippedBytes(then);
  const delta = shippedBytes(now) - before;
  const [wireNow, wireThen] = [shippedWire(now), shippedWire(then)];
  const [partsNow, partsThen] = [shippedParts(now), shippedParts(then)];
  return {
    before,
    delta,
    percent: before === 0 ? 0 : (delta / before) * 100,
    levels: { before: provenLevelOf(then), after: provenLevelOf(now) },
    ...(wireNow === undefined || wireThen === undefined ? {} : { wireDelta: wireNow - wireThen }),
    ...(partsNow === undefined || partsThen === undefined
      ? {}
      : { parts: PART_KEYS.map((part) => ({ part, delta: partsNow[part] - partsThen[part] })) }),
  };
}

/** Where the baseline is from; `record` is what `gosymbols baseline` found out. */
export function baselineModelOf(
  index: SymbolIndex,
  earlier: SymbolIndex,
  record: BaselineRecord | undefined,
): BaselineModel {
  const now = byName(index.binaries);
  const then = byName(earlier.binaries);
  const both = index.binaries.filter((binary) => then.has(binary.name));
  const delta = both.reduce((sum, binary) => {
    const before = then.get(binary.name);
    return before === undefined ? sum : sum + shippedBytes(binary) - shippedBytes(before);
  }, 0);
  const commit = record?.commit ?? earlier.source?.commit;
  return {
    source: record?.source ?? 'file',
    createdAt: earlier.createdAt,
    ...(commit === undefined ? {} : { commit }),
    ...(earlier.source?.ref === undefined ? {} : { ref: earlier.source.ref }),
    ...(record?.distance === undefined ? {} : { distance: record.distance }),
    ...(record === undefined ? {} : { why: record.why }),
    compared: both.length,
    added: [...now.keys()].filter((name) => !then.has(name)),
    removed: [...then.keys()].filter((name) => !now.has(name)),
    delta,
    modules: moduleMoves(index.binaries, then),
  };
}

/**
 * Packages of one binary, now beside then, the largest first. Two attributions by different methods are not compared:
 * then every `before` is absent.
 */
export function packageChangesOf(now: BinaryRecord, then: BinaryRecord | undefined): PackageChange[] {
  const { packages } = now;
  if (packages === undefined) return [];
  const comparable = then?.packages?.method === packages.method;
  const rows = new Map<string, { module?: string; before?: number; after: number }>();
  for (const { path, module, bytes } of packages.packages) {
    rows.set(path, {
      ...(module === undefined ? {} : { module }),
      ...(comparable ? { before: 0 } : {}),
      after: bytes,
    });
  }
  for (const { path, module, bytes } of comparable ? (then?.packages?.packages ?? []) : []) {
    const row = rows.get(path) ?? { ...(module === undefined ? {} : { module }), after: 0 };
    rows.set(path, { ...row, before: bytes });
  }
  return [...rows]
    .map(([path, row]) => ({ path, ...row }))
    .sort(
      (a, b) =>
        Math.max(b.after, b.before ?? 0) - Math.max(a.after, a.before ?? 0) || (a.path < b.path ? -1 : 1),
    );
}

/** Over all binaries, each move once. */
function moduleMoves(now: readonly BinaryRecord[], then: ReadonlyMap<string, BinaryRecord>): ModuleMove[] {
  const moves = new Map<string, ModuleMove>();
  for (const record of now) {
    const earlier = then.get(record.name);
    if (earlier === undefined) continue;
    const [after, before] = [versionsOf(record), versionsOf(earlier)];
    for (const path of new Set([...after.keys(), ...before.keys()])) {
      const [to, from] = [after.get(path), before.get(path)];
      if (to === from) continue;
      moves.set(JSON.stringify([path, from, to]), {
        path,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      });
    }
  }
  return [...moves.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function versionsOf({ before }: BinaryRecord): Map<string, string> {
  const modules = before.go?.dependencies ?? [];
  return new Map(modules.map(({ path, version, replace }) => [path, replace?.version ?? version]));
}

function byName(binaries: readonly BinaryRecord[]): Map<string, BinaryRecord> {
  return new Map(binaries.map((binary) => [binary.name, binary]));
}
