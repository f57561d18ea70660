import { type Increase, METRICS, type Metric, type Noise } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { isStale, unlikeness } from './comparability.ts';
import { budgetSeverity } from './size-max.ts';
import { spellBytes, spellMetric, spellPercent } from './spell-bytes.ts';
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
  const bytes = now - then;
  if (isNoiseOrLess(bytes, then, judged.policy.noise) || !isTooMuch(bytes, then, increase.value)) return [];
  const limit = spellIncrease(increase.value);
  return [
    {
      rule: 'SZ002',
      severity,
      message: `Grew by ${spellGrowth(bytes, then)} ${spellMetric(metric)}, from ${spellBytes(then)} to ${spellBytes(now)}; allowed: ${limit}.`,
      measured: spellGrowth(bytes, then),
      limit,
      next: 'See what grew with `gosymbols report --baseline`; make it smaller, or raise `max-increase` with a reason.',
      line: increase.line,
    },
  ];
}

/** Another way to build moves sizes by itself, and so does time: where that is not an error, neither is the increase. */
function softened(judged: Case, severity: Draft['severity']): Draft['severity'] {
  const { onToolchainChange, onStale } = judged.policy.baseline;
  const softens =
    (unlikeness(judged).length > 0 && onToolchainChange !== 'error') ||
    (isStale(judged) && onStale !== 'error');
  return softens && severity === 'error' ? 'warn' : severity;
}

/** A file that shrank never grew too much. */
export function isNoiseOrLess(bytes: number, then: number, noise: Noise): boolean {
  return bytes <= noise.bytes || bytes <= (then * noise.percent) / 100;
}

export function isTooMuch(bytes: number, then: number, allowed: Increase): boolean {
  const over: boolean[] = [];
  if (allowed.bytes !== undefined) over.push(bytes > allowed.bytes);
  if (allowed.percent !== undefined) over.push(bytes > (then * allowed.percent) / 100);
  return allowed.when === 'all' ? over.every(Boolean) : over.some(Boolean);
}

export function spellGrowth(bytes: number, then: number): string {
  return then === 0 ? spellBytes(bytes) : `${spellBytes(bytes)} (${spellPercent((bytes / then) * 100)})`;
}

export function spellIncrease({ bytes, percent, when }: Increase): string {
  const limits = [
    ...(bytes === undefined ? [] : [spellBytes(bytes)]),
    ...(percent === undefined ? [] : [spellPercent(percent)]),
  ];
  if (limits.length < 2) return limits.join('');
  return `${limits.join(' or ')}, whichever is ${when === 'all' ? 'more' : 'less'}`;
}
