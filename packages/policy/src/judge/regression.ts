import { isPublished, meetsLevel } from '../compare-levels.ts';
import type { Capability, CapabilityId } from '../level.ts';
import { capabilitiesOfShipped } from './capabilities.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { type Subject, shippedLevel } from './subject.ts';

/** DB004: a person could do more with the binary of the baseline. */
export function judgeRegression(judged: Case): readonly Draft[] {
  const { noRegression } = judged.settings.debuggability;
  if (noRegression?.value !== true || judged.base === undefined) return [];
  const then = shippedLevel(judged.base);
  const lost = lostCapabilities(judged.base, judged.subject);
  if (meetsLevel(judged.level, then) && lost.length === 0) return [];
  const capabilities = lost.length === 0 ? '' : `; lost: ${lost.join(', ')}`;
  return [
    {
      rule: 'DB004',
      severity: debugSeverity(judged),
      message: `Less debuggable than the baseline: level ${then} → ${judged.level}${capabilities}.`,
      measured: judged.level,
      limit: then,
      next: 'Strip as the baseline did, or drop `no-regression` with a reason.',
      line: noRegression.line,
    },
  ];
}

const RANK: Readonly<Record<Capability['holds'], number>> = { no: 0, partly: 1, yes: 2 };

function lostCapabilities(then: Subject, now: Subject): CapabilityId[] {
  const had = new Map(asPublished(then).map(({ id, holds }) => [id, RANK[holds]]));
  return asPublished(now)
    .filter(({ id, holds }) => RANK[holds] < (had.get(id) ?? 0))
    .map(({ id }) => id);
}

function asPublished(subject: Subject): Capability[] {
  return capabilitiesOfShipped(subject, isPublished(shippedLevel(subject)));
}
