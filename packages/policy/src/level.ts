/**
 * How debuggable a file is, from facts alone (docs/policy.md). `D3*` is D3 without `.symtab`;
 * the suffix `+x3` says that a matching debug file is published and, joined, gives D3.
 */
export type Level = 'D0' | 'D1' | 'D2' | 'D3' | 'D3*' | 'D4';
export type PublishedLevel = Level | `${Level}+x3`;

export interface LevelVerdict {
  readonly level: Level;
  /** Why it is not one higher, e.g. "`.symtab` absent". */
  readonly reasons: readonly string[];
}

export type CapabilityId =
  | 'panic-trace'
  | 'pprof'
  | 'buildinfo'
  | 'build-id'
  | 'perf-names'
  | 'uprobe-name'
  | 'gdb-func'
  | 'go-nm'
  | 'source-lines'
  | 'locals'
  | 'types'
  | 'core-dump'
  | 'delve'
  | 'govulncheck'
  | 'ebpf-names';

export interface Capability {
  readonly id: CapabilityId;
  readonly holds: 'yes' | 'partly' | 'no';
  readonly reason: string;
}

export type Severity = 'error' | 'warning' | 'notice';

/** A rule that was judged and did not hold (or is softened to a warning). Rule ids are stable (docs/policy.md). */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Artifact the rule is about: the policy's artifact name or the binary's. */
  readonly artifact: string;
  /** What was measured, the limit, by how much. One sentence. */
  readonly message: string;
  readonly measured?: string;
  readonly limit?: string;
  /** The next step to take. */
  readonly next: string;
  /** Where an annotation belongs: a line of the policy file. */
  readonly at?: { readonly file: string; readonly line: number };
}

export type Verdict = 'pass' | 'fail';
