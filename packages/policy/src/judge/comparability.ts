import { METRICS } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { budgetSeverity } from './size-max.ts';
import { shippedFacts } from './subject.ts';

/** BL001 and BL003: a rule that compares, and nothing to compare with, or nothing like it. */
export function judgeComparability(judged: Case): readonly Draft[] {
  const line = comparingLine(judged);
  if (line === undefined) return [];
  const { onMissing, onToolchainChange } = judged.policy.baseline;
  if (judged.base === undefined) {
    return [
      {
        rule: 'BL001',
        severity: onMissing,
        message: 'No baseline has this binary for this platform, so nothing was compared.',
        next: 'Give the gosymbols.json of an earlier build as `baseline`.',
        line,
      },
    ];
  }
  const change = toolchainChange(judged);
  if (change === undefined) return [];
  return [
    {
      rule: 'BL003',
      severity: onToolchainChange,
      message: `The baseline was built by another toolchain (${change}): sizes moved for that reason too.`,
      next: 'Build the baseline again with the new toolchain.',
      line,
    },
  ];
}

/** `go1.25.4 → go1.26.8`, where the two were built by different Go versions. */
export function toolchainChange({ facts, base }: Case): string | undefined {
  const [then, now] = [base && shippedFacts(base).go?.version, facts.go?.version];
  return then === undefined || now === undefined || then === now ? undefined : `${then} → ${now}`;
}

/** Line of the first rule in force that needs a baseline. */
function comparingLine(judged: Case): number | undefined {
  const { budget, debuggability } = judged.settings;
  const compared = METRICS.filter((metric) => budgetSeverity(judged, metric) !== 'off');
  const lines = compared.flatMap((metric) => budget[metric].increase?.line ?? []);
  if (debuggability.noRegression?.value === true) lines.push(debuggability.noRegression.line);
  return lines[0];
}
