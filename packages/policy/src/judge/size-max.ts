import { METRICS, type Metric } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { spellBytes, spellMetric, spellPercent } from './spell-bytes.ts';
import { shippedSize } from './subject.ts';

/** SZ001: a size above its maximum. A size of exactly the maximum holds. */
export function judgeSizeMax(judged: Case): readonly Draft[] {
  return METRICS.flatMap((metric) => judgeMetric(judged, metric));
}

function judgeMetric(judged: Case, metric: Metric): readonly Draft[] {
  const { max } = judged.settings.budget[metric];
  if (max === undefined) return [];
  const severity = budgetSeverity(judged, metric);
  const size = shippedSize(judged.subject, metric);
  const limit = spellBytes(max.value);
  if (size === undefined) {
    return [
      {
        rule: 'SZ001',
        severity: severity === 'error' ? 'warn' : severity,
        message: `Its size ${spellMetric(metric)} was not measured, so the maximum of ${limit} was not judged.`,
        limit,
        next: 'Run `gosymbols verify` where the binary itself is.',
        line: max.line,
      },
    ];
  }
  if (size <= max.value) return [];
  const over = size - max.value;
  const share = max.value === 0 ? '' : ` (${spellPercent((over / max.value) * 100)})`;
  return [
    {
      rule: 'SZ001',
      severity,
      message: `${spellBytes(size)} ${spellMetric(metric)}, ${spellBytes(over)}${share} over the maximum of ${limit}.`,
      measured: spellBytes(size),
      limit,
      next: 'See where the bytes are with `gosymbols report`; make it smaller, or raise `max` with a reason.',
      line: max.line,
    },
  ];
}

/** `off` for the whole budget wins; then the size's own severity, then the budget's. */
export function budgetSeverity({ settings: { budget } }: Case, metric: Metric): Draft['severity'] {
  if (budget.severity?.value === 'off') return 'off';
  return budget[metric].severity?.value ?? budget.severity?.value ?? 'error';
}
