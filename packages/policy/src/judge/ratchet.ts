import { METRICS, type Metric, type Policy } from '../file/policy.ts';
import type { Case } from './case.ts';
import { shippedSize } from './subject.ts';

/** A maximum that has become loose, and the one that would hold what was won. Bytes. */
export interface RatchetProposal {
  readonly artifact: string;
  readonly metric: Metric;
  readonly from: number;
  readonly to: number;
  /** Line of the policy that states `max`. */
  readonly line: number;
}

/** Proposals are whole KiB: a policy is read by people. */
const STEP = 1024;

/**
 * Tighter maxima, one for each line that states one: the largest of the binaries that it is about decides. Only proposed,
 * never written.
 */
export function proposeRatchet(policy: Policy, cases: readonly Case[]): RatchetProposal[] {
  const { ratchet } = policy;
  if (ratchet === undefined) return [];
  return METRICS.flatMap((metric) => {
    const byLine = Map.groupBy(
      cases.filter(({ settings }) => settings.budget[metric].max !== undefined),
      ({ settings }) => settings.budget[metric].max?.line ?? 0,
    );
    return [...byLine].flatMap(([line, about]): RatchetProposal[] => {
      const sizes = about.map(({ subject }) => shippedSize(subject, metric));
      const from = about[0]?.settings.budget[metric].max?.value ?? 0;
      if (sizes.some((size) => size === undefined) || from === 0) return [];
      const largest = Math.max(...sizes.map((size) => size ?? 0));
      const to = Math.ceil((largest * (1 + ratchet.headroom / 100)) / STEP) * STEP;
      const unused = ((from - largest) / from) * 100;
      if (unused <= ratchet.unused || to >= from) return [];
      return [{ artifact: about.map(({ artifact }) => artifact.name)[0] ?? '', metric, from, to, line }];
    });
  }).sort((a, b) => a.line - b.line);
}
