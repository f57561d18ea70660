import type { BinaryFacts } from '@gosymbols/inspect';
import type { Artifact, Policy, PolicySeverity, Settings } from '../file/policy.ts';
import type { PublishedLevel } from '../level.ts';
import type { RuleId } from '../rules.ts';
import type { FilesOnDisk } from './context.ts';
import type { Subject } from './subject.ts';

/** One binary before the rules: everything that any rule looks at. */
export interface Case {
  readonly policy: Policy;
  readonly artifact: Artifact;
  /** The profile that was selected; undefined where the artifact has only a budget. */
  readonly profile?: string;
  readonly settings: Settings;
  readonly subject: Subject;
  /** Of the file that ships. */
  readonly facts: BinaryFacts;
  readonly level: PublishedLevel;
  /** The same binary in the baseline. */
  readonly base?: Subject;
  /** The same binary in the last release. */
  readonly release?: Subject;
  /** Commits of the base branch that the baseline lies behind. */
  readonly baselineAge?: number;
  readonly files?: FilesOnDisk;
  /** Every binary of the index with the same GNU build ID, this one too. */
  readonly sameId: readonly Subject[];
}

/** A rule that did not hold, before exceptions and mode. */
export interface Draft {
  readonly rule: RuleId;
  readonly severity: PolicySeverity;
  readonly message: string;
  readonly measured?: string;
  readonly limit?: string;
  readonly next: string;
  /** Line of the policy file. */
  readonly line: number;
}

export type Rule = (judged: Case) => readonly Draft[];

/** Executables for other systems: their sizes are judged, what only ELF holds is not. */
export function isForeign(facts: BinaryFacts): boolean {
  return facts.kind === 'mach-o' || facts.kind === 'pe' || facts.kind === 'wasm';
}

export function debugSeverity({ settings }: Case): PolicySeverity {
  return settings.debuggability.severity?.value ?? 'error';
}
