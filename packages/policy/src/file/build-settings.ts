import type { Sourcing } from './build-policy.ts';
import { EMPTY_SETTINGS } from './merge-settings.ts';
import {
  type Budget,
  METRICS,
  type MetricBudget,
  type Settings,
  type SizeLimit,
  type Stated,
} from './policy.ts';
import type { BudgetDocument, IncreaseDocument, MetricDocument, ProfileDocument } from './policy-document.ts';
import type { Path } from './read-yaml.ts';

type Lines = Pick<Sourcing, 'lineOf'>;

/** The settings that one profile states itself, each with its line. */
export function buildSettings(profile: ProfileDocument, path: Path, lines: Lines): Settings {
  const at = [...path, 'debuggability'];
  const asked = profile.debuggability ?? {};
  const saving = profile['expect-saving'] ?? {};
  const savingAt = [...path, 'expect-saving'];
  return {
    ...stated('strip', profile.strip, [...path, 'strip'], lines),
    debuggability: {
      ...stated('min', asked.min, [...at, 'min'], lines),
      ...stated('require', asked.require, [...at, 'require'], lines),
      ...stated('forbid', asked.forbid, [...at, 'forbid'], lines),
      ...stated('noRegression', asked['no-regression'], [...at, 'no-regression'], lines),
      ...stated('severity', asked.severity, [...at, 'severity'], lines),
    },
    saving: {
      ...stated('disk', saving.disk, [...savingAt, 'disk'], lines),
      ...stated('wire', saving.wire, [...savingAt, 'wire'], lines),
      ...stated('severity', saving.severity, [...savingAt, 'severity'], lines),
    },
    budget: buildBudget(profile.budget, [...path, 'budget'], lines),
  };
}

export function buildBudget(budget: BudgetDocument | undefined, path: Path, lines: Lines): Budget {
  const metrics = { ...EMPTY_SETTINGS.budget };
  for (const metric of METRICS) {
    const given = budget?.[metric];
    if (given !== undefined) metrics[metric] = buildMetric(given, [...path, metric], lines);
  }
  const release = budget?.['since-release'];
  const packages = budget?.packages?.map((rule, index) => ({
    ...rule,
    line: lines.lineOf([...path, 'packages', index]),
  }));
  return {
    ...metrics,
    ...stated('sinceRelease', release && withWhen(release), [...path, 'since-release'], lines),
    ...stated('packages', packages, [...path, 'packages'], lines),
    ...stated('layers', budget?.layers && buildLimit(budget.layers), [...path, 'layers'], lines),
    ...stated('waste', budget?.waste && buildLimit(budget.waste), [...path, 'waste'], lines),
    ...stated('severity', budget?.severity, [...path, 'severity'], lines),
  };
}

function buildMetric(given: MetricDocument, path: Path, lines: Lines): MetricBudget {
  const increase = given['max-increase'];
  return {
    ...stated('max', given.max, [...path, 'max'], lines),
    ...stated('increase', increase && withWhen(increase), [...path, 'max-increase'], lines),
    ...stated('severity', given.severity, [...path, 'severity'], lines),
  };
}

function buildLimit({ max, severity, 'max-increase': increase }: MetricDocument): SizeLimit {
  return {
    ...(max !== undefined && { max }),
    ...(increase && { increase: withWhen(increase) }),
    ...(severity && { severity }),
  };
}

function withWhen<T extends IncreaseDocument>(increase: T): T & { readonly when: 'any' | 'all' } {
  return { ...increase, when: increase.when ?? 'any' };
}

/** `{ [key]: { value, line } }`, or nothing where no value is given. */
export function stated<const K extends string, T>(
  key: K,
  value: T | undefined,
  path: Path,
  lines: Lines,
): { readonly [P in K]?: Stated<T> } {
  return (value === undefined ? {} : { [key]: { value, line: lines.lineOf(path) } }) as {
    readonly [P in K]?: Stated<T>;
  };
}
