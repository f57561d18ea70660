import { expect, test } from 'vitest';
import { parsePolicy } from './file/parse-policy.ts';
import type { JudgeContext } from './judge/context.ts';
import { selectProfile } from './judge/select-profile.ts';
import { printPolicy } from './print-policy.ts';

const policy = parsePolicy(
  `version: 1
profiles:
  ci:
    strip: all
    debuggability: { min: D1, require: [pprof, build-id], forbid: [] }
    expect-saving: { disk: 25%..65% }
    budget: { severity: warn, disk: { max: 9MiB } }
  release: { extends: ci, debuggability: { min: D1+x3 } }
  repro: { strip: none, budget: { severity: off } }
artifacts:
  - name: api
    path: "**/api"
    profile:
      - { when: { label: needs-repro }, use: repro }
      - { when: { branch: "release/**" }, use: release }
      - { when: { tag: "v*", environment: "prod*" }, use: release }
      - { use: ci }
    budget:
      disk: { max-increase: { bytes: 256KiB, percent: 2, when: all } }
  - { name: worker, path: "**/worker", optional: true }
exceptions: [{ rule: SZ001, artifact: api, until: 2027-12-31, owner: "@acme/platform", reason: migration }]
`,
  'p.yml',
);
const today = '2026-06-01';

test.each<[profile: string, context: Omit<JudgeContext, 'today'>]>([
  ['ci', {}],
  ['ci', { branch: 'main' }],
  ['release', { branch: 'release/1.2/hotfix' }],
  ['ci', { branch: 'my-release/1.2' }],
  ['release', { tag: 'v1.2.0', environment: 'production' }],
  ['ci', { tag: 'v1.2.0' }],
  ['repro', { labels: ['size', 'needs-repro'], branch: 'release/1' }],
  ['ci', { labels: [] }],
])('profile %s for %o', (profile, context) => {
  const [api] = policy.artifacts;
  if (api === undefined) throw new Error('the policy has an artifact');
  expect(selectProfile(policy, api, { today, ...context }).choice?.use).toBe(profile);
});

test('the effective policy names each value and its line', () => {
  expect(printPolicy(policy, { today, branch: 'release/2', labels: ['a', 'b'] })).toBe(
    `policy     p.yml (enforce)
context    branch release/2, tag -, labels a, b, environment -, 2026-06-01
noise      4 KiB or 0.05 %
baseline   artifact, branch, build; missing: warn, other toolchain: warn

api
  path                     **/api                           line 12
  profile                  release                          line 15
  strip                    all                              line 4
  min level                D1+x3                            line 8
  require                  pprof, build-id                  line 5
  forbid                   nothing                          line 5
  disk saving              25 % to 65 %                     line 6
  budget severity          warn                             line 7
  disk max                 9 MiB                            line 7
  disk max increase        256 KiB and 2 %                  line 19
  except SZ001             until 2027-12-31, @acme/platform line 21

worker
  path                     **/worker (optional)             line 20
  profile                  none                             line 20
`,
  );
});

test('limits of an image, what each may be and grow by', () => {
  const image = parsePolicy(
    'version: 1\nartifacts:\n  - name: image\n    image: oci-layout:image\n    budget:\n      layers: { max: 8MiB, max-increase: { percent: 5 } }\n      waste: { max-increase: { bytes: 64KiB, percent: 1 }, severity: warn }\n',
    'p.yml',
  );
  const printed = printPolicy(image, { today });
  expect(printed).toMatch(/^ {2}each layer +at most 8 MiB, grows by 5 % +line 6$/m);
  expect(printed).toMatch(/^ {2}waste +grows by 64 KiB or 1 %, whichever is less, warn +line 7$/m);
});
