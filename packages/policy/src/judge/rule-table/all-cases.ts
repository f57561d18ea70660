import type { RuleCase } from './cells.ts';
import { DEBUG_CASES } from './debug-cases.ts';
import { IMAGE_CASES } from './image-cases.ts';
import { POLICY_CASES } from './policy-cases.ts';
import { SIZE_CASES } from './size-cases.ts';

/** At least one for each rule (rule-table.test.ts). */
export const RULE_CASES: readonly RuleCase[] = [
  ...SIZE_CASES,
  ...POLICY_CASES,
  ...DEBUG_CASES,
  ...IMAGE_CASES,
];
