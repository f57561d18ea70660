import type { PercentRange } from '../file/parse-percent-range.ts';
import type { Stated } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { spellPercent } from './spell-bytes.ts';

/** ST002: stripping saved less, or more, than expected: the file is not what one thinks it is. */
export function judgeSaving({ settings: { saving }, subject }: Case): readonly Draft[] {
  const severity = saving.severity?.value ?? 'error';
  const { split, sizeBefore } = subject;
  const disk = split === undefined ? undefined : savedShare(split.original.size, split.sizeAfter.disk);
  const wire = savedShare(sizeBefore?.wire?.bytes, split?.sizeAfter.wire?.bytes);
  return [
    ...judgeRange('disk', saving.disk, disk, severity),
    ...judgeRange('wire', saving.wire, wire, severity),
  ];
}

function savedShare(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined || after === undefined || before === 0) return undefined;
  return ((before - after) / before) * 100;
}

function judgeRange(
  metric: 'disk' | 'wire',
  range: Stated<PercentRange> | undefined,
  saved: number | undefined,
  severity: Draft['severity'],
): readonly Draft[] {
  if (range === undefined) return [];
  const { from, to } = range.value;
  const limit = `${from}%..${to}%`;
  if (saved === undefined) {
    return [
      {
        rule: 'ST002',
        severity: severity === 'error' ? 'warn' : severity,
        message: `The ${metric} size before and after stripping is not in the index, so the saving of ${limit} was not judged.`,
        limit,
        next: `Let \`gosymbols split${metric === 'wire' ? ' --wire' : ''}\` do the stripping: it records both sizes.`,
        line: range.line,
      },
    ];
  }
  if (saved >= from && saved <= to) return [];
  const distance = saved < from ? `${spellPercent(from - saved)} less` : `${spellPercent(saved - to)} more`;
  return [
    {
      rule: 'ST002',
      severity,
      message: `Stripping saved ${spellPercent(saved)} of the ${metric} size, ${distance} than the expected ${limit}.`,
      measured: spellPercent(saved),
      limit,
      next:
        saved < from
          ? 'Look whether it was stripped before, or whether the strip mode does what it should (`gosymbols inspect`).'
          : 'Look whether it holds more debug information than before; widen the range if that is meant.',
      line: range.line,
    },
  ];
}
