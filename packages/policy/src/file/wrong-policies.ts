/** The least that a policy needs. */
export const minimal = 'version: 1\nartifacts: [{ name: api, path: "dist/**/api" }]\n';

export const artifact = (more: string): string =>
  `version: 1\nartifacts: [{ name: api, path: api, ${more} }]`;
export const profile = (more: string): string =>
  `version: 1\nprofiles: { ci: { ${more} } }\nartifacts: [{ name: api, path: api, profile: ci }]`;

/** Documents that the parser refuses, and some of the problems that it tells of each: line:column, code, message. */
export const wrong: [what: string, policy: string, ...problems: string[]][] = [
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
  ['a layer without a limit', artifact('budget: { layers: {} }'), 'needs `max`, `max-increase` or both'],
  [
    'a waste with a broken increase',
    'version: 1\nartifacts: [{ name: api, image: a, budget: { waste: { max-increase: { when: all } } } }]',
    '`max-increase`: needs `bytes`, `percent` or both',
  ],
  [
    'loaded of an image',
    'version: 1\nartifacts: [{ name: api, image: a, budget: { loaded: { max: 1B } } }]',
    '`loaded` is not judged of an image',
  ],
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
