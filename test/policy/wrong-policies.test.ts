import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

const MINIMAL = 'version: 1\nartifacts: [{ name: api, path: "dist/**/api" }]\n';
const artifact = (more: string): string => `version: 1\nartifacts:\n  - name: api\n    ${more}\n`;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);
/** Ten lists, each of ten times the one before: 10^9 values. */
const laughs = Array.from({ length: 10 }, (_, at) =>
  at === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]' : `a${at}: &a${at} [${`*a${at - 1}, `.repeat(10)}]`,
).join('\n');

/** What is said is file, line and column, what, the value, the nearest word. */
const wrong: readonly (readonly [what: string, policy: string | Buffer, told: RegExp])[] = [
  ['empty', '', /p\.yml, line 1, column 1: the policy file is empty.*POLICY_EMPTY/s],
  ['only a BOM', BOM, /p\.yml, line 1, column 1: the policy file is empty/],
  [
    'more than a MiB',
    `${MINIMAL}#${'x'.repeat(2 * 1024 ** 2)}`,
    /p\.yml: is 20\d+ bytes, more than 1048576.*POLICY_TOO_LARGE/,
  ],
  [
    'more than 256 Ki characters',
    `${MINIMAL}#${'x'.repeat(300 * 1024)}`,
    /p\.yml, line 1, column 1: more than 262144 characters/,
  ],
  [
    'ten thousand brackets',
    `version: ${'['.repeat(10_000)}`,
    /p\.yml, line 1, column 1: nested more than 64 levels deep/,
  ],
  ['an alias bomb', `${MINIMAL}${laughs}`, /p\.yml, line 1, column 1: .*(alias|resource)/i],
  [
    'an alias that contains itself',
    'version: &a [*a]',
    /p\.yml:1: `version`: this is version 1 of the policy syntax/,
  ],
  [
    'an anchor set later',
    'version: *v\nx: &v 1',
    /p\.yml, line 1, column 10: `\*v` names an anchor that is not set before it/,
  ],
  [
    'what a merge key brings',
    `${MINIMAL}profiles:\n  a: &a\n    strip: everything\n  b:\n    <<: *a\n`,
    /p\.yml, line 5, column 12: `strip`: `everything` is not valid here/,
  ],
  ['a wrong type', artifact('path: [api]'), /p\.yml, line 4, column 11: `path`: must be text, not a list/],
  [
    'a key that is nearly one',
    artifact('path: api\n    budgets: {}'),
    /p\.yml, line 5, column 5: unknown key `budgets`, did you mean `budget`\?/,
  ],
  [
    'a word that is nearly one',
    `${MINIMAL}mode: enforced`,
    /p\.yml, line 3, column 7: `mode`: `enforced` is not valid here, did you mean `enforce`\?/,
  ],
  [
    'a key twice',
    artifact('path: api\n    path: worker'),
    /p\.yml, line 5, column 5: this key is here a second time/,
  ],
  [
    'a size of no unit',
    artifact('path: api\n    budget: { disk: { max: 12 } }'),
    /p\.yml, line 5, column 28: `max`: `12` has no unit/,
  ],
  [
    'a size below zero',
    artifact('path: api\n    budget: { disk: { max: -1MiB } }'),
    /p\.yml, line 5, column 28: `max`: `-1MiB`/,
  ],
  [
    'a size beyond all numbers',
    artifact('path: api\n    budget: { disk: { max: 99999999999999999999GiB } }'),
    /p\.yml, line 5, column 28: `max`/,
  ],
  [
    'a glob that leads out',
    artifact('path: a/../../api'),
    /p\.yml, line 4, column 11: `path`: `a\/\.\.\/\.\.\/api` leads out of the repository/,
  ],
  [
    'a glob that is absolute',
    artifact('path: /etc/*'),
    /p\.yml, line 4, column 11: `path`: `\/etc\/\*` is absolute/,
  ],
  [
    'profiles in a circle',
    `${MINIMAL}profiles:\n  a: { extends: b }\n  b: { extends: c }\n  c: { extends: a }\n`,
    /p\.yml, line \d+, column \d+: .*circle|extends itself/s,
  ],
  [
    'a profile that is not there',
    artifact('path: api\n    profile: releese').replace(
      'version: 1',
      'version: 1\nprofiles: { release: {} }',
    ),
    /p\.yml, line 6, column 14: there is no profile `releese`, did you mean `release`\?/,
  ],
  [
    'a day that no calendar has',
    `${MINIMAL}exceptions:\n  - { rule: SZ001, artifact: api, until: 2027-02-30, owner: a, reason: b }`,
    /p\.yml, line 4, column 42: `until`/,
  ],
  ['a YAML tag', 'version: !!js/function "x"', /p\.yml, line 1, column \d+: YAML tags are not taken/],
  [
    'a key that reaches the prototype',
    `${MINIMAL}profiles: { __proto__: { strip: all } }`,
    /p\.yml, line 3, column \d+: `profiles`: `__proto__` cannot be a name here/,
  ],
  [
    'no UTF-8',
    Buffer.concat([Buffer.from('version: 1 # '), Buffer.of(0xff, 0xfe)]),
    /p\.yml: is not UTF-8 text.*POLICY_NOT_TEXT/,
  ],
  ['UTF-16', Buffer.from(`\ufeff${MINIMAL}`, 'utf16le'), /p\.yml: is not UTF-8 text/],
  [
    'lines that end as on Windows',
    artifact('path: api\n    budgets: {}').replaceAll('\n', '\r\n'),
    /p\.yml, line 5, column 5: unknown key `budgets`/,
  ],
  [
    'a BOM before the error',
    Buffer.concat([BOM, Buffer.from('verison: 1')]),
    /p\.yml:1: unknown key `verison`, did you mean `version`\?/,
  ],
  [
    'text of two units before the error',
    artifact('path: api # 🚀🚀\n    budgets: {}'),
    /p\.yml, line 5, column 5: unknown key `budgets`/,
  ],
  ['what a terminal would obey', `${MINIMAL}"\\e[2J\\e]0;x\\a": 1`, /unknown key `\\u\{1b\}\[2J/],
];

describe('verify, a policy that is wrong', () => {
  const folder = scratch();
  afterAll(() => folder[Symbol.dispose]());

  test.each(wrong)('%s', (_, policy, told) => {
    writeFileSync(folder.at('p.yml'), policy);
    const before = stateOf(folder.path);
    const started = performance.now();
    const { status, stdout, stderr } = gosymbols(['verify', '--policy', 'p.yml'], { cwd: folder.path });
    expect(stderr).toMatch(told);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys is looked for
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stateOf(folder.path)).toEqual(before);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test.each([
    ['a BOM', Buffer.concat([BOM, Buffer.from(MINIMAL)])],
    ['lines that end as on Windows', MINIMAL.replaceAll('\n', '\r\n')],
    [
      'anchors and merge keys',
      `${MINIMAL}profiles:\n  a: &a { strip: all, debuggability: &d { min: D1 } }\n  b: { <<: *a, strip: dwarf }\n  c: { debuggability: *d }\n`,
    ],
  ])('%s is no mistake', (_, policy) => {
    writeFileSync(folder.at('p.yml'), policy);
    const { status, stdout, stderr } = gosymbols(['verify', '--policy', 'p.yml', '--print-policy'], {
      cwd: folder.path,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('dist/**/api');
  });
});
