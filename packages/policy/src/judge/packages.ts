import { matcher } from '../file/check-glob.ts';
import type { PackageRule } from '../file/policy.ts';
import type { Case, Draft } from './case.ts';
import { spellBytes, spellPercent } from './spell-bytes.ts';

/** How many packages a message names. */
const SHOWN = 3;

/** SZ004: packages that are too large together, missing where they are required, or there where they are forbidden. */
export function judgePackages(judged: Case): readonly Draft[] {
  const { packages, severity } = judged.settings.budget;
  if (packages === undefined || severity?.value === 'off') return [];
  return packages.value.flatMap((rule) => {
    const stated = rule.severity ?? severity?.value ?? 'error';
    const draft = judgeRule(rule, judged);
    return draft === undefined
      ? []
      : [{ rule: 'SZ004' as const, severity: stated, line: rule.line, ...draft }];
  });
}

type Judged = Pick<Draft, 'message' | 'measured' | 'limit' | 'next'> & Partial<Pick<Draft, 'severity'>>;

function judgeRule(rule: PackageRule, { subject }: Case): Judged | undefined {
  const { match, max, require, forbid } = rule;
  const attributed = subject.packages;
  if (attributed === undefined) {
    return {
      ...(rule.severity === undefined || rule.severity === 'error' ? { severity: 'warn' as const } : {}),
      message: `Its packages were not measured, so \`${match}\` was not judged.`,
      next: 'Run `gosymbols split` on the binary as the linker wrote it: it records the packages.',
    };
  }
  const matches = matcher(match);
  const found = attributed.packages.filter(({ path }) => matches(path));
  const bytes = found.reduce((sum, row) => sum + row.bytes, 0);
  const named = found
    .slice(0, SHOWN)
    .map(({ path, bytes }) => `${path} ${spellBytes(bytes)}`)
    .join(', ');
  const all = found.length > SHOWN ? `${named} and ${found.length - SHOWN} more` : named;
  if (require === true && found.length === 0) {
    return {
      message: `No package matches \`${match}\`, which is required.`,
      measured: 'none',
      limit: match,
      next: 'Import it, or drop the requirement. Packages without code of their own are not seen.',
    };
  }
  if (forbid === true && found.length > 0) {
    return {
      message: `\`${match}\` is forbidden and there, with ${spellBytes(bytes)}: ${all}.`,
      measured: spellBytes(bytes),
      limit: `no ${match}`,
      next: `Find who imports it: \`go list -deps\` and \`${why(found)}\`.`,
    };
  }
  if (max === undefined || bytes <= max) return undefined;
  const share = max === 0 ? '' : ` (${spellPercent(((bytes - max) / max) * 100)})`;
  return {
    message: `\`${match}\` has ${spellBytes(bytes)} of code and data, ${spellBytes(bytes - max)}${share} over the maximum of ${spellBytes(max)}: ${all}.`,
    measured: spellBytes(bytes),
    limit: spellBytes(max),
    next: 'See what grew with `gosymbols report`; import less of it, or raise `max` with a reason.',
  };
}

/** `go mod why` takes packages, and modules with `-m`; those of the standard library have no module. */
function why([first]: readonly { readonly path: string; readonly module?: string }[]): string {
  return first?.module === undefined ? `go mod why ${first?.path ?? ''}` : `go mod why -m ${first.module}`;
}
