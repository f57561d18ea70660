/** One thing that is wrong in a policy file. Lines and columns begin at 1. */
export interface PolicyProblem {
  readonly code: PolicyErrorCode;
  /** What is wrong, with the value and the nearest valid word. One sentence, without the place. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type PolicyErrorCode =
  /** Not YAML, or YAML of a kind that is not taken (tags, several documents, alias bombs). */
  | 'POLICY_SYNTAX'
  | 'POLICY_EMPTY'
  /** More text, or deeper nesting, than a policy needs. */
  | 'POLICY_TOO_LARGE'
  /** An unknown key, a wrong type, an impossible value. */
  | 'POLICY_INVALID'
  /** A profile or artifact is named that is not there, or in a circle. */
  | 'POLICY_REFERENCE';

/** The policy file is wrong: exit status 2. Carries all problems; the message tells the first. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly kind = 'request';
  readonly code: PolicyErrorCode;
  readonly file: string;
  readonly section: string;
  readonly line: number;
  readonly next: string;
  readonly problems: readonly PolicyProblem[];

  constructor(file: string, problems: readonly [PolicyProblem, ...PolicyProblem[]]) {
    const [first, ...more] = problems;
    super(more.length === 0 ? first.message : `${first.message} (and ${more.length} more)`);
    this.code = first.code;
    this.file = file;
    this.section = `line ${first.line}, column ${first.column}`;
    this.line = first.line;
    this.next = NEXT[first.code];
    this.problems = problems;
  }
}

const NEXT: Readonly<Record<PolicyErrorCode, string>> = {
  POLICY_SYNTAX: 'Correct the YAML at this place.',
  POLICY_EMPTY: 'Begin with the example in docs/policy.md.',
  POLICY_TOO_LARGE: 'Give the path of the policy file.',
  POLICY_INVALID: 'Correct it; docs/policy.md lists every key.',
  POLICY_REFERENCE: 'Correct the name, or add what it names.',
};
