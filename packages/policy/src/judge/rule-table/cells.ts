import type { RuleId } from '../../rules.ts';
import type { Row } from './row.ts';

/** The eight ways in which each rule is tried (rule-table.test.ts). */
export const KINDS = [
  'passing',
  'failing',
  'boundary',
  'noise',
  'audit',
  'exception',
  'expired',
  'override',
] as const;

/** At the limit, and the least that is beyond it. */
export interface Edge {
  readonly holds: Row;
  readonly breaks: Row;
}

export interface RuleCase {
  readonly rule: RuleId;
  readonly about: 'file' | 'image';
  readonly passing: Row;
  readonly failing: Row;
  /** What the finding of `failing` says. */
  readonly says: string;
  /** Of `failing`; default `error`. */
  readonly severity?: 'error' | 'warning' | 'notice';
  readonly boundary: Edge;
  /** As much as noise, and a byte more; or why `noise` of the policy has no bearing on the rule. */
  readonly noise: Edge | { readonly none: string };
}

/** Noise is for growth; a limit that is not about growth is not blurred. */
export const NOT_ABOUT_GROWTH = { none: 'not about growth' } as const;
