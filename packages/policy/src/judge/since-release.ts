import type { Case, Draft } from './case.ts';
import { isNoiseOrLess, isTooMuch, spellGrowth, spellIncrease } from './size-increase.ts';
import { spellBytes } from './spell-bytes.ts';
import { shippedFacts, shippedSize } from './subject.ts';

/** SZ003: the file grew more than allowed since the last release, which many small increases do unseen. */
export function judgeSinceRelease(judged: Case): readonly Draft[] {
  const { sinceRelease, severity: whole } = judged.settings.budget;
  if (sinceRelease === undefined || whole?.value === 'off') return [];
  const { value, line } = sinceRelease;
  const severity = value.severity ?? whole?.value ?? 'error';
  const limit = spellIncrease(value);
  if (judged.release === undefined) {
    return [
      {
        rule: 'SZ003',
        severity: severity === 'error' ? 'warn' : severity,
        message: `No release has this binary for this platform, so growth by ${limit} since it was not judged.`,
        limit,
        next: 'Give the gosymbols.json of the last release as `release`.',
        line,
      },
    ];
  }
  const then = shippedSize(judged.release, 'disk') ?? shippedFacts(judged.release).size;
  const now = shippedSize(judged.subject, 'disk') ?? judged.facts.size;
  const bytes = now - then;
  if (isNoiseOrLess(bytes, then, judged.policy.noise) || !isTooMuch(bytes, then, value)) return [];
  return [
    {
      rule: 'SZ003',
      severity,
      message: `Grew by ${spellGrowth(bytes, then)} on disk since the last release, from ${spellBytes(then)} to ${spellBytes(now)}; allowed: ${limit}.`,
      measured: spellGrowth(bytes, then),
      limit,
      next: 'See what grew with `gosymbols report`; make it smaller, or raise `since-release` with a reason.',
      line,
    },
  ];
}
