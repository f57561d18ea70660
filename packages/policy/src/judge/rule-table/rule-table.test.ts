import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../file/parse-policy.ts';
import { EXCEPTABLE_RULES, RULE_IDS, type RuleId } from '../../rules.ts';
import { RULE_CASES } from './all-cases.ts';
import { type Edge, KINDS, type RuleCase } from './cells.ts';
import { policyOf, type Row, run, withTop } from './row.ts';

/** As `severity message`, the findings of one rule. */
const told = (row: Row, id: RuleId): string[] =>
  run(row).findings.flatMap(({ rule, severity, message }) => (rule === id ? [`${severity} ${message}`] : []));
const exception = (id: string, until: string): string =>
  `exceptions: [{ rule: ${id}, artifact: api, until: ${until}, owner: "@acme/platform", reason: migration }]`;
const overrides = (id: string): string => `overrides: { label: o, skips: [${id}] }`;
const override = (row: Row, id: string, permission: string): Row => ({
  ...withTop(row, overrides(id)),
  context: { ...row.context, labels: ['o'], override: { by: 'ann', permission, reason: 'urgent' } },
});

/** Of rules that take neither exception nor override, the policy that asks for one is refused. */
function expectRefused(rule: RuleId, top: string): void {
  expect(() => parsePolicy(policyOf({ top }), 'p.yml')).toThrow(`\`${rule}\` is not valid here`);
}

function expectEdge({ rule }: RuleCase, { holds, breaks }: Edge): void {
  expect(told(holds, rule)).toEqual([]);
  expect(told(breaks, rule)).not.toEqual([]);
}

const TRIALS: Readonly<Record<(typeof KINDS)[number], (one: RuleCase) => void>> = {
  passing: ({ rule, passing }) => expect(told(passing, rule)).toEqual([]),
  failing: ({ rule, failing, says, severity = 'error' }) => {
    expect(told(failing, rule)).toContainEqual(expect.stringContaining(`${severity} ${says}`));
    expect(run(failing).verdict).toBe(severity === 'error' ? 'fail' : 'pass');
  },
  boundary: (one) => expectEdge(one, one.boundary),
  noise: (one) => {
    if (!('none' in one.noise)) return expectEdge(one, one.noise);
    // Not applicable, and so the largest noise makes no difference.
    const deafened = withTop(one.failing, 'noise: { bytes: 100GiB, percent: 100 }');
    expect(told(deafened, one.rule)).toEqual(told(one.failing, one.rule));
  },
  audit: ({ rule, failing }) => {
    const audited = withTop(failing, 'mode: audit');
    expect(told(audited, rule).join()).toMatch(/^(warning|notice) /);
    expect(run(audited).verdict).toBe('pass');
  },
  exception: ({ rule, failing }) => {
    if (!EXCEPTABLE_RULES.includes(rule)) return expectRefused(rule, exception(rule, '2026-06-01'));
    const excepted = withTop(failing, exception(rule, '2026-06-01'));
    for (const one of told(excepted, rule))
      expect(one).toMatch(/^notice .*Excepted until 2026-06-01 by @acme\/platform: migration\.$/);
    expect(told(excepted, rule)).not.toEqual([]);
    expect(run(excepted).verdict).toBe('pass');
  },
  expired: ({ rule, failing }) => {
    if (!EXCEPTABLE_RULES.includes(rule)) return expectRefused(rule, exception(rule, '2026-05-31'));
    const expired = withTop(failing, exception(rule, '2026-05-31'));
    expect(told(expired, rule)).toEqual(told(failing, rule));
    expect(told(expired, 'PF002')).toEqual([
      expect.stringContaining(`error The exception from ${rule} expired`),
    ]);
    expect(run(expired).verdict).toBe('fail');
  },
  override: ({ rule, failing }) => {
    const by = (permission: string): Row => override(failing, rule, permission);
    if (!EXCEPTABLE_RULES.includes(rule)) return expectRefused(rule, overrides(rule));
    expect(told(by('write'), rule).join()).toMatch(/^notice .*Overridden by ann: urgent\./);
    expect(run(by('write')).verdict).toBe('pass');
    expect(told(by('read'), rule)).toEqual(told(failing, rule));
    expect(told(by('read'), 'PF004')).toHaveLength(1);
  },
};

describe.each(RULE_IDS)('%s', (id) => {
  const cases = RULE_CASES.filter(({ rule }) => rule === id);

  test('is in the table', () => expect(cases).not.toEqual([]));

  describe.each(cases)('of a $about: $says', (one) => {
    test.each(KINDS)('%s', (kind) => TRIALS[kind](one));
  });
});

test('noise has a bearing on the rules about growth, and on no other', () => {
  const growth = new Set(RULE_CASES.flatMap(({ rule, noise }) => ('none' in noise ? [] : [rule])));
  expect([...growth].sort()).toEqual(['SZ002', 'SZ003']);
});

test('an exception and an override are no answer to what guards the policy and the index', () => {
  expect(RULE_IDS.filter((id) => !EXCEPTABLE_RULES.includes(id))).toEqual([
    'PF001',
    'PF002',
    'PF003',
    'PF004',
    'IX001',
  ]);
});
