import type { BinaryRecord } from '@gosymbols/record';
import { type CapabilityJudge, capabilityRowsOf } from './capability-matrix.ts';
import type { CapabilityChange } from './report-model.ts';

/** What can be done with each binary as it is published, where that is not what it was in the baseline. */
export function capabilityChangesOf(
  now: readonly BinaryRecord[],
  then: readonly BinaryRecord[],
  judge: CapabilityJudge,
): CapabilityChange[] {
  const earlier = new Map(then.map((record) => [record.name, record]));
  return now.flatMap((record) => {
    const before = earlier.get(record.name);
    if (before === undefined) return [];
    const had = new Map(capabilityRowsOf(before, judge).map((row) => [row.id, row.withDebug ?? row.shipped]));
    return capabilityRowsOf(record, judge).flatMap(({ id, title, shipped, withDebug }) => {
      const [was, is] = [had.get(id), withDebug ?? shipped];
      if (was === undefined || was.holds === is.holds) return [];
      return [{ binary: record.name, id, title, before: was.holds, after: is.holds, reason: is.reason }];
    });
  });
}
