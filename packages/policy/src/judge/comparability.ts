import type { BinaryFacts } from '@gosymbols/inspect';
import { differencesOf } from '@gosymbols/size';
import { METRICS, type Policy } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { budgetSeverity } from './size-max.ts';
import { shippedFacts } from './subject.ts';

/** BL001, BL002 and BL003: a rule that compares, and nothing to compare with, nothing of today, or nothing like it. */
export function judgeComparability(judged: Case): readonly Draft[] {
  return comparabilityOf(judged, {
    what: 'binary',
    line: comparingLine(judged),
    isThere: judged.base !== undefined,
    unlike: () => unlikeness(judged).map(spellUnlike),
  });
}

interface Comparing {
  readonly what: 'binary' | 'image';
  /** Of the first rule in force that compares; undefined: none does. */
  readonly line: number | undefined;
  readonly isThere: boolean;
  /** One sentence each. */
  readonly unlike: () => readonly string[];
}

export function comparabilityOf(judged: Aged, { what, line, isThere, unlike }: Comparing): readonly Draft[] {
  if (line === undefined) return [];
  const { onMissing, onToolchainChange } = judged.policy.baseline;
  if (!isThere) {
    return [
      {
        rule: 'BL001',
        severity: onMissing,
        message: `No baseline has this ${what} for this platform, so nothing was compared.`,
        next: 'Give the gosymbols.json of an earlier build as `baseline`.',
        line,
      },
    ];
  }
  return [
    ...judgeAge(judged),
    ...unlike().map(
      (message): Draft => ({
        rule: 'BL003',
        severity: onToolchainChange,
        message,
        next: 'Build the baseline again in the same way.',
        line,
      }),
    ),
  ];
}

interface Aged {
  readonly policy: Policy;
  readonly baselineAge?: number;
}

/** BL002. */
function judgeAge(judged: Aged): readonly Draft[] {
  const { maxAge, onStale } = judged.policy.baseline;
  if (maxAge === undefined || !isStale(judged)) return [];
  const limit = `${maxAge.value} commits`;
  return [
    {
      rule: 'BL002',
      severity: onStale,
      message: `The baseline lies ${judged.baselineAge} commits behind, more than ${limit}: what grew may not be of this change.`,
      measured: `${judged.baselineAge} commits`,
      limit,
      next: 'Let the workflow of the default branch keep its gosymbols.json for each commit.',
      line: maxAge.line,
    },
  ];
}

/** False where the age is not known: a file that was named by hand has none. */
export function isStale({ baselineAge, policy: { baseline } }: Aged): boolean {
  return baselineAge !== undefined && baseline.maxAge !== undefined && baselineAge > baseline.maxAge.value;
}

const BUILT = {
  toolchain: 'by another toolchain',
  flags: 'with other flags',
  platform: 'for another variant of the platform',
} as const;

interface Unlike {
  readonly code: keyof typeof BUILT;
  readonly message: string;
}

export function spellUnlike({ code, message }: Unlike): string {
  return `The baseline was built ${BUILT[code]} (${clipLikeness(message)}): sizes moved for that reason too.`;
}

/** What moves sizes without any change of the code. */
export function unlikeness({ facts, base }: Case): readonly Unlike[] {
  return base === undefined ? [] : unlikeFacts(shippedFacts(base), facts);
}

/** Another strip mode is a rule's business (ST001), not a reason to soften. */
export function unlikeFacts(then: BinaryFacts, now: BinaryFacts): readonly Unlike[] {
  return differencesOf({ facts: then }, { facts: now }).flatMap(({ code, message }) =>
    code === 'toolchain' || code === 'flags' || code === 'platform' ? [{ code, message }] : [],
  );
}

export function clipLikeness(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

/** Line of the first rule in force that needs a baseline. */
function comparingLine(judged: Case): number | undefined {
  const { budget, debuggability } = judged.settings;
  const compared = METRICS.filter((metric) => budgetSeverity(judged, metric) !== 'off');
  const lines = compared.flatMap((metric) => budget[metric].increase?.line ?? []);
  if (debuggability.noRegression?.value === true) lines.push(debuggability.noRegression.line);
  return lines[0];
}
