import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from './file/parse-policy.ts';
import { PolicyError } from './file/policy-error.ts';
import { minimal, wrong } from './file/wrong-policies.ts';
import { POLICY_SCHEMA } from './schema.ts';

const ROOT = join(import.meta.dirname, '../../..');
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(POLICY_SCHEMA);

const page = readFileSync(join(ROOT, 'docs/policy.md'), 'utf8');
const right: [string, string][] = [
  ['the least', minimal],
  ['the example service', readFileSync(join(ROOT, 'examples/shop/.gosymbols.yml'), 'utf8')],
  ...[...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = ''], index): [string, string] => [
    `example ${index + 1} of docs/policy.md`,
    yaml,
  ]),
];

/** What the schema cannot say, of documents whose shape is right. */
const BEYOND_A_SCHEMA =
  /is not a glob|leads out of the repository|not in the calendar|ends before it begins|beyond 100 %|larger than any file|not a whole number of bytes|cannot be a name here/;

function problemsOf(policy: string): readonly { readonly code: string; readonly message: string }[] {
  try {
    parsePolicy(policy, 'p.yml');
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

test.each(right)('parser and schema take: %s', (_, policy) => {
  expect(problemsOf(policy)).toEqual([]);
  validate(parse(policy, { merge: true }));
  expect(validate.errors ?? []).toEqual([]);
});

const shapes = wrong.filter(([, policy]) =>
  problemsOf(policy).some(({ code, message }) => code === 'POLICY_INVALID' && !BEYOND_A_SCHEMA.test(message)),
);

test.each(shapes)('parser and schema refuse: %s', (_, policy) => {
  expect(validate(parse(policy, { merge: true, logLevel: 'silent' }))).toBe(false);
});

test('most of what the parser refuses is a matter of shape', () => {
  expect(shapes.length).toBeGreaterThan(40);
});

test('whatever the schema refuses, the parser refuses', () => {
  const accepted = wrong.filter(([, policy]) => problemsOf(policy).length === 0);
  expect(accepted).toEqual([]);
});

test('the published schema is this one', () => {
  const published = readFileSync(join(ROOT, 'docs/policy.schema.json'), 'utf8');
  expect(JSON.parse(published), 'stale: run `npx node scripts/policy-schema.ts`').toEqual(POLICY_SCHEMA);
});
