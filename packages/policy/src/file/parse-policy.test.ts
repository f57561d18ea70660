import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';

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

const minimal = 'version: 1\nartifacts: [{ name: api, path: "dist/**/api" }]\n';

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

const artifact = (more: string): string => `version: 1\nartifacts: [{ name: api, path: api, ${more} }]`;
const profile = (more: string): string =>
  `version: 1\nprofiles: { ci: { ${more} } }\nartifacts: [{ name: api, path: api, profile: ci }]`;

const wrong: [what: string, policy: string, ...problems: string[]][] = [
  ['empty', '', '1:1 POLICY_EMPTY the policy file is empty'],
  ['only comments', '# later\n', '1:1 POLICY_EMPTY'],
  ['a list', '- a', '1:1 POLICY_INVALID must be a mapping with version, mode'],
  ['plain text', 'hello', '1:1 POLICY_INVALID must be a mapping'],
  ['no version', 'artifacts: [{ name: a, path: a }]', '1:1 POLICY_INVALID the key `version` is missing'],
  ['another version', minimal.replace('1', '2'), '1:10 POLICY_INVALID `version`: this is version 1'],
  ['version as text', minimal.replace('1', '"1"'), '1:10 POLICY_INVALID `version`: this is version 1'],
  ['no artifacts', 'version: 1', '1:1 POLICY_INVALID the key `artifacts` is missing'],
  ['artifacts empty', 'version: 1\nartifacts: []', '2:12 POLICY_REFERENCE `artifacts` is empty'],
  ['artifacts null', 'version: 1\nartifacts:\n', 'POLICY_INVALID `artifacts`: must be a list, not nothing'],
  ['a number for a key', `${minimal}7: x`, '3:1 POLICY_INVALID unknown key `7`'],
  [
    'unknown key, near',
    `${minimal}profile: {}`,
    '3:1 POLICY_INVALID unknown key `profile`, did you mean `profiles`?',
  ],
  ['unknown key, far', `${minimal}zzz: {}`, '3:1 POLICY_INVALID unknown key `zzz`: one of version, mode'],
  [
    'unknown key inside',
    profile('debugability: {}'),
    '2:19 POLICY_INVALID unknown key `debugability`, did you mean `debuggability`?',
  ],
  ['duplicate key', 'version: 1\nversion: 1', '2:1 POLICY_SYNTAX this key is here a second time'],
  ['broken flow', 'version: [1', 'POLICY_SYNTAX'],
  ['tab indent', 'a:\n\t- b', '2:1 POLICY_SYNTAX tabs are not allowed'],
  ['two documents', `${minimal}---\nversion: 1`, '3:1 POLICY_SYNTAX a second YAML document'],
  ['a list as key', '? [a]\n: b', 'POLICY_SYNTAX a key must be text'],
  ['a tag', 'version: !int 1', 'POLICY_SYNTAX YAML tags are not taken'],
  ['an anchor that is not there', 'version: *one', '1:10 POLICY_SYNTAX `*one` names an anchor'],
  ['an alias that contains itself', 'version: &a [*a]', 'POLICY_INVALID `version`'],
  [
    'mode misspelt',
    `${minimal}mode: enforced`,
    '3:7 POLICY_INVALID `mode`: `enforced` is not valid here, did you mean `enforce`?',
  ],
  [
    'strip mode',
    profile('strip: debug'),
    'POLICY_INVALID `strip`: `debug` is not valid here: one of all, dwarf, none',
  ],
  ['level', profile('debuggability: { min: D9 }'), '`min`: `D9` is not valid here, did you mean `D0`?'],
  [
    'level with x3 that needs none',
    profile('debuggability: { min: D3+x3 }'),
    '`min`: `D3+x3` is not valid here',
  ],
  [
    'capability',
    profile('debuggability: { require: [panic-trce] }'),
    '`require`: `panic-trce` is not valid here, did you mean `panic-trace`?',
  ],
  ['require as text', profile('debuggability: { require: pprof }'), '`require`: must be a list, not `pprof`'],
  [
    'no-regression as text',
    profile('debuggability: { no-regression: "yes" }'),
    '`no-regression`: must be true or false, not `yes`',
  ],
  ['saving', profile('expect-saving: { disk: 25..65% }'), '`disk`: `25..65%` is not a range'],
  [
    'size without unit',
    artifact('budget: { disk: { max: 10 } }'),
    '`max`: `10` has no unit: only B KiB MiB GiB or kB MB GB',
  ],
  ['size in a wrong unit', artifact('budget: { disk: { max: 10Mb } }'), '`max`: `Mb` is not a unit'],
  ['size null', artifact('budget: { disk: { max: } }'), '`max`: must be text, not nothing'],
  [
    'increase without a limit',
    artifact('budget: { disk: { max-increase: { when: all } } }'),
    '`max-increase`: needs `bytes`, `percent` or both',
  ],
  [
    'percent as text',
    `${minimal}noise: { percent: 2% }`,
    '`percent`: must be a number of percent, such as 2 or 0.05, not `2%`',
  ],
  [
    'percent below 0',
    `${minimal}noise: { percent: -1 }`,
    '`percent`: must be a number of percent, 0 or more',
  ],
  ['percent infinite', `${minimal}noise: { percent: .inf }`, '`percent`: must be a number of percent'],
  [
    'severity',
    artifact('budget: { severity: warning }'),
    '`severity`: `warning` is not valid here, did you mean `warn`?',
  ],
  [
    'missing baseline passed over',
    `${minimal}baseline: { on-missing: off }`,
    '`on-missing`: `off` is not valid here',
  ],
  [
    'glob out of the repository',
    artifact('').replace('path: api', 'path: ../api'),
    '`path`: `../api` leads out of the repository',
  ],
  [
    'glob out of it in braces',
    artifact('').replace('path: api', 'path: "a/{b,..}/api"'),
    'leads out of the repository',
  ],
  ['absolute glob', artifact('').replace('path: api', 'path: /api'), '`/api` is absolute'],
  ['glob with backslash', artifact('').replace('path: api', 'path: a\\b'), 'has a backslash'],
  ['broken glob', artifact('').replace('path: api', 'path: "a[b"'), '`a[b` is not a glob'],
  [
    'no path',
    'version: 1\nartifacts: [{ name: api }]',
    '2:13 POLICY_REFERENCE the artifact `api` has no `path`',
  ],
  ['empty name', 'version: 1\nartifacts: [{ name: "", path: a }]', '`name`: must not be empty'],
  [
    'a second artifact of the name',
    'version: 1\nartifacts:\n  - { name: a, path: a }\n  - { name: a, path: b }',
    '4:13 POLICY_REFERENCE a second artifact `a`',
  ],
  ['profile that is not there', artifact('profile: ci'), 'POLICY_REFERENCE there is no profile `ci`'],
  [
    'profile misspelt',
    profile('').replace('profile: ci', 'profile: ic'),
    'POLICY_REFERENCE there is no profile `ic`, did you mean `ci`?',
  ],
  [
    'a profile name that cannot be',
    'version: 1\nprofiles: { constructor: {} }\nartifacts: [{ name: a, path: a }]',
    '2:11 POLICY_INVALID `profiles`: `constructor` cannot be a name here',
  ],
  [
    'only conditional profiles',
    profile('').replace('profile: ci', 'profile: [{ when: { branch: main }, use: ci }]'),
    'POLICY_REFERENCE the last profile must have no `when`',
  ],
  [
    'profiles that are never used',
    profile('').replace('profile: ci', 'profile: [{ use: ci }, { use: ci }]'),
    'POLICY_REFERENCE this profile has no `when`',
  ],
  ['extends nothing', profile('extends: base'), '2:28 POLICY_REFERENCE there is no profile `base`'],
  [
    'extends itself',
    profile('extends: ci'),
    '2:28 POLICY_REFERENCE profiles extend each other in a circle: ci → ci',
  ],
  [
    'a circle of three, and one that leads into it',
    'version: 1\nprofiles:\n  in: { extends: a }\n  a: { extends: b }\n  b: { extends: c }\n  c: { extends: a }\nartifacts: [{ name: a, path: a }]',
    '3:18 POLICY_REFERENCE profiles extend each other in a circle: a → b → c → a',
  ],
  [
    'exception of an unknown rule',
    `${minimal}exceptions: [{ rule: SZ01, artifact: api, until: 2027-01-01, owner: a, reason: b }]`,
    '`rule`: `SZ01` is not valid here, did you mean `SZ001`?',
  ],
  [
    'exception without an owner',
    `${minimal}exceptions: [{ rule: SZ001, artifact: api, until: 2027-01-01, reason: b }]`,
    '3:14 POLICY_INVALID the key `owner` is missing',
  ],
  [
    'exception for ever',
    `${minimal}exceptions: [{ rule: SZ001, artifact: api, until: never, owner: a, reason: b }]`,
    '`until`: `never` is not a date',
  ],
  [
    'exception for no artifact',
    `${minimal}exceptions: [{ rule: SZ001, artifact: apo, until: 2027-01-01, owner: a, reason: b }]`,
    'there is no artifact `apo`, did you mean `api`?',
  ],
  ['path and image', artifact('image: ghcr.io/acme/api'), 'the artifact `api` has both `path` and `image`'],
  ['neither path nor image', 'version: 1\nartifacts: [{ name: api }]', 'has no `path` and no `image`'],
  [
    'layers of a file',
    artifact('budget: { layers: { max: 1MiB } }'),
    '`layers` is of an artifact with `image`',
  ],
  ['waste of a file', artifact('budget: { waste: { max: 1MiB } }'), '`waste` is of an artifact with `image`'],
  ['a layer without a limit', artifact('budget: { layers: {} }'), 'the key `max` is missing'],
  ...['loaded: { max: 1B }', 'since-release: { bytes: 1B }', 'disk: { max-increase: { bytes: 1B } }'].map(
    (budget): [string, string, string] => [
      `of an image: ${budget}`,
      `version: 1\nartifacts: [{ name: api, image: a, budget: { ${budget} } }]`,
      'is not judged of an image',
    ],
  ),
  [
    'a source that is not there',
    `${minimal}baseline: { sources: [artifacts] }`,
    '`sources`: `artifacts` is not valid here',
  ],
  [
    'half a commit',
    `${minimal}baseline: { max-age-commits: 0.5 }`,
    '`max-age-commits`: must be a whole number of commits',
  ],
  [
    'commits in words',
    `${minimal}baseline: { max-age-commits: few }`,
    '`max-age-commits`: must be a number of commits',
  ],
  [
    'since-release without a limit',
    artifact('budget: { since-release: { severity: warn } }'),
    'needs `bytes`, `percent` or both',
  ],
  [
    'a package rule of nothing',
    artifact('budget: { packages: [{ match: "k8s.io/**" }] }'),
    'needs one of `max`, `require: true`, `forbid: true`',
  ],
  [
    'a package rule of two',
    artifact('budget: { packages: [{ match: "a", max: 1B, forbid: true }] }'),
    'needs one of',
  ],
  [
    'a package glob that is none',
    artifact('budget: { packages: [{ match: "a[", forbid: true }] }'),
    'is not a glob',
  ],
  ['an override without a label', `${minimal}overrides: { skips: [SZ001] }`, 'the key `label` is missing'],
  [
    'an override of the policy itself',
    `${minimal}overrides: { label: x, skips: [PF002] }`,
    '`PF002` is not valid here',
  ],
  [
    'an override of nothing',
    `${minimal}overrides: { label: x, skips: [] }`,
    '`skips` is empty: nothing would be set aside',
  ],
  [
    'an override for readers',
    `${minimal}overrides: { label: x, allowed: read, skips: [SZ001] }`,
    '`read` is not valid here',
  ],
  [
    'a ratchet without a share',
    `${minimal}ratchet: { headroom: 5, when: unused > 10% }`,
    '`headroom`: must be text',
  ],
  [
    'a ratchet for some other day',
    `${minimal}ratchet: { headroom: 5%, when: used < 10% }`,
    '`used < 10%` is not understood: write it as `unused > 10%`',
  ],
  ['a ratchet that never moves', `${minimal}ratchet: { headroom: 5%, when: unused > 100% }`, 'never happens'],
  ['too much text', `${minimal}#${'x'.repeat(300_000)}`, '1:1 POLICY_TOO_LARGE more than 262144 characters'],
  ['nested brackets', '['.repeat(50_000), '1:1 POLICY_TOO_LARGE nested more than 64 levels deep'],
  ['nested list items', '- '.repeat(50_000), '1:1 POLICY_TOO_LARGE nested more than 64 levels deep'],
  ['an alias bomb', bomb(), 'POLICY_SYNTAX excessive alias count'],
];

function bomb(): string {
  const names = 'abcdefghi';
  const lines = [...names].map((name, index) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(inner).join(', ')}]`;
  });
  return lines.join('\n');
}

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
