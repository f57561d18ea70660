import type { StripMode } from '@gosymbols/split';
import type { CapabilityId, PublishedLevel } from '../level.ts';
import type { RuleId } from '../rules.ts';
import type { PercentRange } from './parse-percent-range.ts';

/** A value and the line of the policy file that states it. */
export interface Stated<T> {
  readonly value: T;
  readonly line: number;
}

export type PolicySeverity = 'error' | 'warn' | 'notice' | 'off';
export type Forbiddable = 'symtab' | 'dwarf' | 'absolute-paths';
/** The three sizes of packages/size, which are never mixed. */
export type Metric = 'disk' | 'wire' | 'loaded';
export const METRICS: readonly Metric[] = ['disk', 'wire', 'loaded'];

/** A policy file, read and checked: names resolved, `extends` followed, sizes in bytes. Plain data. */
export interface Policy {
  readonly file: string;
  readonly mode: 'enforce' | 'audit';
  /** An increase up to either of these is no change. */
  readonly noise: Noise;
  readonly baseline: {
    readonly onMissing: Exclude<PolicySeverity, 'off'>;
    readonly onToolchainChange: Exclude<PolicySeverity, 'off'>;
    readonly onStale: Exclude<PolicySeverity, 'off'>;
    /** Where `gosymbols baseline` looks, in this order. */
    readonly sources: readonly BaselinePlace[];
    /** Commits of the base branch that a baseline may lie behind. */
    readonly maxAge?: Stated<number>;
  };
  readonly profiles: Readonly<Record<string, Settings>>;
  readonly artifacts: readonly Artifact[];
  readonly exceptions: readonly Exception[];
  readonly overrides?: Overrides;
  readonly ratchet?: Ratchet;
}

export type BaselinePlace = 'artifact' | 'branch' | 'build';

/** A label of the pull request that sets rules aside for it. */
export interface Overrides {
  readonly label: string;
  /** What whoever put the label there must be allowed to do with the repository, at least. */
  readonly allowed: Permission;
  readonly requireReason: boolean;
  readonly skips: readonly RuleId[];
  readonly line: number;
}

/** Roles of a repository, ascending. */
export type Permission = (typeof PERMISSIONS)[number];
export const PERMISSIONS = ['triage', 'write', 'maintain', 'admin'] as const;

/** When a maximum has become loose, and how much room a tighter one leaves. */
export interface Ratchet {
  /** Percent over the size that is there. */
  readonly headroom: number;
  /** Percent of the maximum. */
  readonly unused: number;
}

export interface Noise {
  readonly bytes: number;
  readonly percent: number;
}

export interface Artifact {
  readonly name: string;
  readonly line: number;
  /** Glob over paths, `/`-separated. Either this or `image`. */
  readonly path?: Stated<string>;
  /** A reference, an OCI layout or an archive. */
  readonly image?: Stated<string>;
  readonly optional: boolean;
  /** Tried in order; the last one has no condition. Empty: the artifact has a budget only. */
  readonly choices: readonly Choice[];
  readonly budget: Budget;
}

export interface Choice {
  readonly use: string;
  readonly when: Condition;
  readonly line: number;
}

/** Globs; all that are given must match. */
export interface Condition {
  readonly branch?: string;
  readonly tag?: string;
  readonly label?: string;
  readonly environment?: string;
}

/** What a profile asks for, and after selection what an artifact is judged by. */
export interface Settings {
  readonly strip?: Stated<StripMode>;
  readonly debuggability: {
    readonly min?: Stated<PublishedLevel>;
    readonly require?: Stated<readonly CapabilityId[]>;
    readonly forbid?: Stated<readonly Forbiddable[]>;
    readonly noRegression?: Stated<boolean>;
    readonly severity?: Stated<PolicySeverity>;
  };
  readonly saving: {
    readonly disk?: Stated<PercentRange>;
    readonly wire?: Stated<PercentRange>;
    readonly severity?: Stated<PolicySeverity>;
  };
  readonly budget: Budget;
}

export interface Budget extends Readonly<Record<Metric, MetricBudget>> {
  readonly sinceRelease?: Stated<ReleaseBudget>;
  readonly packages?: Stated<readonly PackageRule[]>;
  /** Of an image: what any one layer may weigh as it is pulled, and grow by. */
  readonly layers?: Stated<SizeLimit>;
  /** Of an image: files that a later layer replaces or deletes. */
  readonly waste?: Stated<SizeLimit>;
  readonly severity?: Stated<PolicySeverity>;
}

export interface MetricBudget {
  /** Bytes. */
  readonly max?: Stated<number>;
  readonly increase?: Stated<Increase>;
  readonly severity?: Stated<PolicySeverity>;
}

/** At least one of `max` and `increase`. */
export interface SizeLimit {
  /** Bytes. */
  readonly max?: number;
  readonly increase?: Increase;
  readonly severity?: PolicySeverity;
}

/** Growth of the disk size since the last release. */
export interface ReleaseBudget extends Increase {
  readonly severity?: PolicySeverity;
}

/** One limit on the packages that a glob matches, taken together. Exactly one of `max`, `require`, `forbid`. */
export interface PackageRule {
  readonly match: string;
  /** Bytes. */
  readonly max?: number;
  readonly require?: boolean;
  readonly forbid?: boolean;
  readonly severity?: PolicySeverity;
  readonly line: number;
}

/** `any`: over one limit is too much; `all`: only over every limit that is given. */
export interface Increase {
  readonly bytes?: number;
  readonly percent?: number;
  readonly when: 'any' | 'all';
}

export interface Exception {
  readonly rule: RuleId;
  /** Name of an artifact of the policy. */
  readonly artifact: string;
  /** `YYYY-MM-DD`, the last day on which it holds, in UTC. */
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
  readonly line: number;
}
