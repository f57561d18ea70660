import type { BinaryFacts } from '@gosymbols/inspect';
import { CAPABILITY_TITLES, type Capability, type CapabilityId } from '@gosymbols/policy';
import type { BinaryRecord } from '@gosymbols/record';
import type { CapabilityCell, CapabilityMatrix, CapabilityRow } from './report-model.ts';

/**
 * What can be done with a file, alone or with its debug file at hand. The policy package's `capabilitiesOf` is one.
 * `debug` describes what the debug file holds.
 */
export type CapabilityJudge = (
  facts: BinaryFacts,
  beside?: { readonly debug?: BinaryFacts },
) => readonly Capability[];

/** The capability rows of one binary: as built, as shipped, as shipped with its debug file. */
export function capabilityRowsOf(record: BinaryRecord, judge: CapabilityJudge): CapabilityRow[] {
  const { split } = record;
  const shipped = byId(judge(split?.after ?? record.before));
  // The debug file holds the debug sections and the symbol table of the built file (split proof, point 4).
  // A repaired build ID stands in both halves.
  const joined =
    split?.debug === undefined
      ? undefined
      : byId(judge(split.after, { debug: { ...record.before, buildIds: split.after.buildIds } }));
  return judge(record.before).map((before) => {
    const withDebug = joined?.get(before.id);
    return {
      id: before.id,
      title: CAPABILITY_TITLES[before.id],
      before: cellOf(before),
      shipped: cellOf(shipped.get(before.id)),
      ...(withDebug === undefined ? {} : { withDebug: cellOf(withDebug) }),
    };
  });
}

/** One matrix per set of equal answers, in the order of the records. */
export function capabilityMatricesOf(
  records: readonly BinaryRecord[],
  judge: CapabilityJudge,
): CapabilityMatrix[] {
  const groups = new Map<string, { published: boolean; members: Member[] }>();
  for (const record of records) {
    const rows = capabilityRowsOf(record, judge);
    if (rows.length === 0) continue;
    const published = record.receipts?.some((receipt) => receipt.verified) === true;
    const key = JSON.stringify([published, rows.map((row) => [row.id, ...holdsOf(row)])]);
    const group = groups.get(key) ?? { published, members: [] };
    group.members.push({ name: record.name, rows });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ published, members }) => ({
    binaries: members.map((member) => member.name),
    published,
    rows: mergedRows(members),
  }));
}

interface Member {
  readonly name: string;
  readonly rows: readonly CapabilityRow[];
}

/** The rows of the first member; a reason that is not the same for all says whose it is. */
function mergedRows([first, ...others]: readonly Member[]): CapabilityRow[] {
  return (first?.rows ?? []).map((row, at) => {
    const cellWith = (pick: (row: CapabilityRow) => CapabilityCell | undefined): CapabilityCell => {
      const cell = pick(row) ?? cellOf(undefined);
      const same = others.every(
        ({ rows }) => rows[at] !== undefined && pick(rows[at])?.reason === cell.reason,
      );
      return same ? cell : { ...cell, reason: `${cell.reason} (${first?.name})` };
    };
    return {
      ...row,
      before: cellWith((row) => row.before),
      shipped: cellWith((row) => row.shipped),
      ...(row.withDebug === undefined ? {} : { withDebug: cellWith((row) => row.withDebug) }),
    };
  });
}

function holdsOf(row: CapabilityRow): (string | undefined)[] {
  return [row.before.holds, row.shipped.holds, row.withDebug?.holds];
}

function byId(capabilities: readonly Capability[]): Map<CapabilityId, Capability> {
  return new Map(capabilities.map((capability) => [capability.id, capability]));
}

function cellOf(capability: Capability | undefined): CapabilityCell {
  if (capability === undefined) return { holds: 'no', reason: 'not judged' };
  return { holds: capability.holds, reason: capability.reason };
}
