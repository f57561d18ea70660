import { METRICS, type Metric } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { isStale, unlikeness } from './comparability.ts';
import { judgeGrowth } from './growth.ts';
import { budgetSeverity } from './size-max.ts';
import { spellMetric } from './spell-bytes.ts';
import { shippedSize } from './subject.ts';

/** SZ002: a size that grew more than allowed since the baseline. */
export function judgeSizeIncrease(judged: Case): readonly Draft[] {
  return METRICS.flatMap((metric) => judgeMetric(judged, metric));
}

function judgeMetric(judged: Case, metric: Metric): readonly Draft[] {
  const { increase } = judged.settings.budget[metric];
  if (increase === undefined || judged.base === undefined) return [];
  const severity = softened(judged, budgetSeverity(judged, metric));
  const now = shippedSize(judged.subject, metric);
  const then = shippedSize(judged.base, metric);
  if (now === undefined || then === undefined) {
    return [
      {
        rule: 'BL003',
        severity: severity === 'off' ? 'off' : judged.policy.baseline.onMissing,
        message: `Its size ${spellMetric(metric)} was not measured ${now === undefined ? 'here' : 'for the baseline'}, so its increase was not judged.`,
        next: `Measure it on both sides: a maximum for ${metric} makes verify measure it.`,
        line: increase.line,
      },
    ];
  }
  return judgeGrowth(then, now, {
    rule: 'SZ002',
    severity,
    where: spellMetric(metric),
    allowed: increase,
    noise: judged.policy.noise,
    next: 'See what grew with `gosymbols report --baseline`; make it smaller, or raise `max-increase` with a reason.',
  });
}

/** Another way to build moves sizes by itself, and so does time: where that is not an error, neither is the increase. */
function softened(judged: Case, severity: Draft['severity']): Draft['severity'] {
  const { onToolchainChange, onStale } = judged.policy.baseline;
  const softens =
    (unlikeness(judged).length > 0 && onToolchainChange !== 'error') ||
    (isStale(judged) && onStale !== 'error');
  return softens && severity === 'error' ? 'warn' : severity;
}
