import * as v from 'valibot';
import { buildPolicy } from './build-policy.ts';
import type { Policy } from './policy.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';
import { readYaml, type YamlSource } from './read-yaml.ts';
import { POLICY_SHAPE } from './shape.ts';

/**
 * Reads a policy. `file` is the name that errors and annotations carry.
 * @throws PolicyError with every problem found, first in the file first.
 */
export function parsePolicy(text: string, file: string): Policy {
  const source = readYaml(text);
  if (source.problems.length > 0) throw errorOf(source.problems, file);
  if (source.data === null || source.data === undefined) {
    const message = 'the policy file is empty';
    throw new PolicyError(file, [{ code: 'POLICY_EMPTY', message, line: 1, column: 1 }]);
  }
  const shaped = v.safeParse(POLICY_SHAPE, source.data);
  if (!shaped.success) {
    throw errorOf(
      shaped.issues.map((issue) => problemOf(issue, source)),
      file,
    );
  }
  const problems: PolicyProblem[] = [];
  const policy = buildPolicy(shaped.output, file, {
    lineOf: (path) => source.locate(path).line,
    complain: (path, message) => problems.push({ code: 'POLICY_REFERENCE', message, ...source.locate(path) }),
  });
  if (problems.length > 0) throw errorOf(problems, file);
  return policy;
}

function errorOf(problems: readonly PolicyProblem[], file: string): PolicyError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return new PolicyError(file, sorted as [PolicyProblem, ...PolicyProblem[]]);
}

function problemOf(issue: v.BaseIssue<unknown>, source: YamlSource): PolicyProblem {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  const aboutKey = issue.type === 'strict_object' && issue.expected === 'never';
  const missing = issue.type === 'strict_object' && issue.received === 'undefined';
  const name = path.filter((step) => typeof step === 'string').at(-1);
  const bare = aboutKey || missing || name === undefined;
  return {
    code: 'POLICY_INVALID',
    message: bare ? issue.message : `\`${name}\`: ${issue.message}`,
    ...source.locate(path, aboutKey ? 'key' : 'value'),
  };
}
