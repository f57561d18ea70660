import type { StripMode } from '@gosymbols/split';
import type { CapabilityId, PublishedLevel } from '../level.ts';
import type { RuleId } from '../rules.ts';
import type { PercentRange } from './parse-percent-range.ts';
import type { BaselinePlace, Condition, Forbiddable, Metric, Permission, PolicySeverity } from './policy.ts';

/** The file as written, after its values were parsed and before its names are resolved. */
export interface PolicyDocument {
  readonly version: 1;
  readonly mode?: 'enforce' | 'audit';
  readonly noise?: { readonly bytes?: number; readonly percent?: number };
  readonly baseline?: {
    readonly 'on-missing'?: Exclude<PolicySeverity, 'off'>;
    readonly 'on-toolchain-change'?: Exclude<PolicySeverity, 'off'>;
    readonly 'on-stale'?: Exclude<PolicySeverity, 'off'>;
    readonly sources?: readonly BaselinePlace[];
    readonly 'max-age-commits'?: number;
  };
  readonly profiles?: Readonly<Record<string, ProfileDocument>>;
  readonly artifacts: readonly ArtifactDocument[];
  readonly exceptions?: readonly ExceptionDocument[];
  readonly overrides?: {
    readonly label: string;
    readonly allowed?: Permission;
    readonly 'require-reason'?: boolean;
    readonly skips: readonly RuleId[];
  };
  readonly ratchet?: { readonly headroom: number; readonly when: number };
}

export interface ProfileDocument {
  readonly extends?: string;
  readonly strip?: StripMode;
  readonly debuggability?: {
    readonly min?: PublishedLevel;
    readonly require?: readonly CapabilityId[];
    readonly forbid?: readonly Forbiddable[];
    readonly 'no-regression'?: boolean;
    readonly severity?: PolicySeverity;
  };
  readonly 'expect-saving'?: {
    readonly disk?: PercentRange;
    readonly wire?: PercentRange;
    readonly severity?: PolicySeverity;
  };
  readonly budget?: BudgetDocument;
}

export interface BudgetDocument extends Readonly<Partial<Record<Metric, MetricDocument>>> {
  readonly severity?: PolicySeverity;
  readonly 'since-release'?: IncreaseDocument & { readonly severity?: PolicySeverity };
  readonly packages?: readonly PackageRuleDocument[];
  readonly layers?: MetricDocument;
  readonly waste?: MetricDocument;
}

export interface PackageRuleDocument {
  readonly match: string;
  readonly max?: number;
  readonly require?: boolean;
  readonly forbid?: boolean;
  readonly severity?: PolicySeverity;
}

export interface IncreaseDocument {
  readonly bytes?: number;
  readonly percent?: number;
  readonly when?: 'any' | 'all';
}

export interface MetricDocument {
  readonly max?: number;
  readonly 'max-increase'?: IncreaseDocument;
  readonly severity?: PolicySeverity;
}

export interface ArtifactDocument {
  readonly name: string;
  readonly path?: string;
  readonly image?: string;
  readonly optional?: boolean;
  readonly profile?: string | readonly { readonly use: string; readonly when?: Condition }[];
  readonly budget?: BudgetDocument;
}

export interface ExceptionDocument {
  readonly rule: RuleId;
  readonly artifact: string;
  readonly until: { readonly date: string };
  readonly owner: string;
  readonly reason: string;
}
