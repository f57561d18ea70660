import { PERMISSIONS, type Policy } from '../file/policy.ts';
import type { Draft } from './case.ts';
import type { JudgeContext } from './context.ts';

/** What a label of the pull request sets aside, or why it does not. */
export interface OverrideVerdict {
  /** Said in every finding that is set aside; undefined where none is. */
  readonly words?: string;
  readonly drafts: readonly Draft[];
}

/** PF004: the label is there, and it does not count. */
export function judgeOverride(
  { overrides }: Policy,
  { labels = [], override }: JudgeContext,
): OverrideVerdict {
  if (overrides === undefined || !labels.includes(overrides.label)) return { drafts: [] };
  const { label, allowed, requireReason, line } = overrides;
  const by = override?.by ?? 'someone';
  const reason = override?.reason?.trim() ?? '';
  const refused = (message: string, next: string): OverrideVerdict => ({
    drafts: [{ rule: 'PF004', severity: 'warn', message, limit: allowed, next, line }],
  });
  if (override?.permission === undefined) {
    return refused(
      `The label \`${label}\` does not count: who put it there, and what they may do, is not known.`,
      'Give `token` with `pull-requests: read`, and run on a pull request.',
    );
  }
  if (rank(override.permission) < rank(allowed)) {
    return refused(
      `The label \`${label}\` does not count: ${by} put it there with the permission \`${override.permission}\`, and \`${allowed}\` is needed.`,
      `Ask someone with \`${allowed}\` to take it off and put it there again.`,
    );
  }
  if (requireReason && reason === '') {
    return refused(
      `The label \`${label}\` does not count: no reason is given.`,
      `Write a line \`${label}: why\` into the description of the pull request.`,
    );
  }
  return { words: `Overridden by ${by}${reason === '' ? '' : `: ${reason}`}.`, drafts: [] };
}

/** `read` and `none` are below all that can be asked for. */
function rank(permission: string): number {
  return (PERMISSIONS as readonly string[]).indexOf(permission);
}
