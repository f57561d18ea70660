import type { PolicySeverity, ReleaseBudget, Stated } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { judgeGrowth, spellIncrease } from './growth.ts';
import { shippedFacts, shippedSize } from './subject.ts';

/** SZ003: the file grew more than allowed since the last release, which many small increases do unseen. */
export function judgeSinceRelease(judged: Case): readonly Draft[] {
  const { sinceRelease, severity: whole } = judged.settings.budget;
  if (sinceRelease === undefined || whole?.value === 'off') return [];
  const severity = sinceRelease.value.severity ?? whole?.value ?? 'error';
  if (judged.release === undefined) return noRelease(sinceRelease, severity, 'this binary');
  const then = shippedSize(judged.release, 'disk') ?? shippedFacts(judged.release).size;
  const now = shippedSize(judged.subject, 'disk') ?? judged.facts.size;
  return judgeGrowth(then, now, {
    rule: 'SZ003',
    severity,
    where: 'on disk since the last release',
    allowed: sinceRelease,
    noise: judged.policy.noise,
    next: NEXT_SINCE_RELEASE,
  });
}

export const NEXT_SINCE_RELEASE =
  'See what grew with `gosymbols report`; make it smaller, or raise `since-release` with a reason.';

/** A rule that could not be judged is said, and never an error. */
export function noRelease(
  { value, line }: Stated<ReleaseBudget>,
  severity: PolicySeverity,
  what: 'this binary' | 'this image',
): readonly Draft[] {
  const limit = spellIncrease(value);
  return [
    {
      rule: 'SZ003',
      severity: severity === 'error' ? 'warn' : severity,
      message: `No release has ${what} for this platform, so growth by ${limit} since it was not judged.`,
      limit,
      next: 'Give the gosymbols.json of the last release as `release`.',
      line,
    },
  ];
}
