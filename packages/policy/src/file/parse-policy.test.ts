import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';
import { minimal, wrong } from './wrong-policies.ts';

/** The problems of a policy, as `line:column code message`. */
function problemsOf(text: string): string[] {
  try {
    parsePolicy(text, '.gosymbols.yml');
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems.map(({ line, column, code, message }: PolicyProblem) => {
      return `${line}:${column} ${code} ${message}`;
    });
  }
}

test('the least that a policy needs', () => {
  expect(parsePolicy(minimal, '.gosymbols.yml')).toEqual({
    file: '.gosymbols.yml',
    mode: 'enforce',
    noise: { bytes: 4096, percent: 0.05 },
    baseline: {
      onMissing: 'warn',
      onToolchainChange: 'warn',
      onStale: 'warn',
      sources: ['artifact', 'branch', 'build'],
    },
    profiles: {},
    artifacts: [
      {
        name: 'api',
        line: 2,
        path: { value: 'dist/**/api', line: 2 },
        optional: false,
        choices: [],
        budget: { disk: {}, wire: {}, loaded: {} },
      },
    ],
    exceptions: [],
  });
});

test('every key that is judged', () => {
  const policy = parsePolicy(
    `version: 1
mode: audit
noise: { bytes: 8KiB, percent: 0.1 }
baseline: { on-missing: error, on-toolchain-change: notice, on-stale: notice, sources: [branch], max-age-commits: 20 }
profiles:
  ci:
    strip: all
    debuggability:
      min: D1
      require: [panic-trace, pprof]
      forbid: [symtab, dwarf]
      no-regression: true
      severity: warn
    expect-saving: { disk: 25%..65%, wire: 30%..60%, severity: notice }
    budget: { severity: warn }
  release:
    extends: ci
    debuggability: { min: D1+x3, require: [types] }
artifacts:
  - name: api
    path: dist/**/api
    optional: true
    profile:
      - { when: { branch: "release/**", label: "needs-*" }, use: release }
      - use: ci
    budget:
      disk: { max: 10.5MiB, max-increase: { bytes: 256KiB, percent: 2, when: all }, severity: error }
      wire: { max: 5MiB }
      loaded: { max-increase: { percent: 1 } }
exceptions:
  - { rule: SZ001, artifact: api, until: 2027-12-31, owner: "@acme/platform", reason: yaml migration }
`,
    'policy.yml',
  );
  expect(policy).toMatchObject({
    mode: 'audit',
    noise: { bytes: 8192, percent: 0.1 },
    baseline: {
      onMissing: 'error',
      onToolchainChange: 'notice',
      onStale: 'notice',
      sources: ['branch'],
      maxAge: { value: 20, line: 4 },
    },
    exceptions: [{ rule: 'SZ001', artifact: 'api', until: '2027-12-31', owner: '@acme/platform', line: 31 }],
  });
  expect(policy.profiles['release']).toEqual({
    strip: { value: 'all', line: 7 },
    debuggability: {
      min: { value: 'D1+x3', line: 18 },
      require: { value: ['types'], line: 18 },
      forbid: { value: ['symtab', 'dwarf'], line: 11 },
      noRegression: { value: true, line: 12 },
      severity: { value: 'warn', line: 13 },
    },
    saving: {
      disk: { value: { from: 25, to: 65 }, line: 14 },
      wire: { value: { from: 30, to: 60 }, line: 14 },
      severity: { value: 'notice', line: 14 },
    },
    budget: { severity: { value: 'warn', line: 15 }, disk: {}, wire: {}, loaded: {} },
  });
  expect(policy.artifacts[0]).toMatchObject({
    optional: true,
    choices: [
      { use: 'release', when: { branch: 'release/**', label: 'needs-*' }, line: 24 },
      { use: 'ci', when: {}, line: 25 },
    ],
    budget: {
      disk: {
        max: { value: 11_010_048, line: 27 },
        increase: { value: { bytes: 262_144, percent: 2, when: 'all' }, line: 27 },
        severity: { value: 'error', line: 27 },
      },
      wire: { max: { value: 5_242_880, line: 28 } },
      loaded: { increase: { value: { percent: 1, when: 'any' }, line: 29 } },
    },
  });
});

test('anchors, aliases and merge keys; lines are those where the value is written', () => {
  const policy = parsePolicy(
    `version: 1
profiles:
  small: &small
    strip: all
    debuggability: &checks { min: D1 }
  big:
    <<: *small
    strip: none
  other:
    <<: [{ strip: dwarf }, *small]
    debuggability: *checks
artifacts: [{ name: api, path: api, profile: big }]
`,
    'policy.yml',
  );
  const min = { value: 'D1', line: 5 };
  expect(policy.profiles['big']).toMatchObject({ strip: { value: 'none', line: 8 }, debuggability: { min } });
  expect(policy.profiles['other']).toMatchObject({
    strip: { value: 'dwarf', line: 10 },
    debuggability: { min },
  });
});

test.each(wrong)('refused: %s', (_, policy, ...expected) => {
  const problems = problemsOf(policy);
  for (const problem of expected) expect(problems).toContainEqual(expect.stringContaining(problem));
});

test('all problems are told, in the order of the file', () => {
  const text = `version: 1\nmode: x\nnoise: { bytes: 1 }\nartifacts: [{ nam: api }]\nfoo: 1`;
  expect(problemsOf(text).map((problem) => problem.split(' ')[0])).toEqual([
    '2:7',
    '3:17',
    '4:13',
    '4:15',
    '5:1',
  ]);
});

test('the error carries what a renderer needs', () => {
  const error = (() => {
    try {
      return parsePolicy('version: 1\nmode: x\nartifacts: {}', 'policy.yml');
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({
    kind: 'request',
    code: 'POLICY_INVALID',
    file: 'policy.yml',
    section: 'line 2, column 7',
    message: '`mode`: `x` is not valid here: one of enforce, audit (and 1 more)',
    next: 'Correct it; docs/policy.md lists every key.',
  });
});
