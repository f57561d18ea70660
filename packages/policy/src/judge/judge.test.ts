import type { BinaryFacts } from '@gosymbols/inspect';
import type { Attribution } from '@gosymbols/size';
import { expect, test } from 'vitest';
import { exampleFacts, strippedFacts } from '../example-facts.ts';
import { parsePolicy } from '../file/parse-policy.ts';
import { exampleImage, exampleLayer } from './example-image.ts';
import { builtSubject, DISPROVEN, exampleSizes, splitSubject } from './example-subject.ts';
import { judge } from './judge.ts';
import { type Row, run } from './rule-table/row.ts';
import type { Subject } from './subject.ts';

interface NamedRow extends Row {
  readonly rule: string;
  readonly name: string;
}

const exception = (rule: string, until: string): string =>
  `exceptions: [{ rule: ${rule}, artifact: api, until: ${until}, owner: "@acme/platform", reason: migration }]`;
const base = (disk: number): readonly Subject[] => [splitSubject({ disk })];
const at = (disk: number): readonly Subject[] => [splitSubject({ disk })];
const grown = 'disk: { max-increase: { bytes: 100kB } }';
const other = (version: string): Partial<BinaryFacts> => ({
  go: { version, dependencies: [], settings: { '-trimpath': 'true' } },
});
const twin = splitSubject(
  { after: { buildIds: { ...exampleFacts().buildIds, file: 'ff'.repeat(16) } } },
  { name: 'worker', path: 'dist/worker' },
);

const packages: Attribution = {
  method: 'symtab',
  packages: [
    { path: 'k8s.io/api/core/v1', module: 'k8s.io/api', bytes: 900_000, code: 800_000 },
    { path: 'k8s.io/client-go/rest', module: 'k8s.io/client-go', bytes: 124_000, code: 100_000 },
    { path: 'net/http/pprof', bytes: 8_000, code: 8_000 },
  ],
  remainder: [],
};
const withPackages: readonly Subject[] = [splitSubject({}, { packages })];
const rule = (text: string): string => `packages: [{ ${text} }]`;
const release = 'since-release: { bytes: 1MB }';
const overrides = 'overrides: { label: size-override, skips: [SZ001] }';
const paths = { count: 12, example: '/home/me/api/main.go' };

const image = exampleImage({
  size: 30_000_000,
  binaries: [splitSubject({}, { name: '/usr/bin/api', path: '/usr/bin/api', packages })],
});

const rows: readonly NamedRow[] = [
  {
    rule: 'SZ005',
    name: 'layers of exactly the maximum',
    image,
    budget: 'layers: { max: 8000000B }, waste: { max: 500000B }',
  },
  {
    rule: 'SZ005',
    name: 'a layer of one byte more',
    image,
    budget: 'layers: { max: 7999999B }',
    finds: [
      'error 7.63 MiB in layer 2 of 2 (COPY api /usr/bin/api): 1 B (0 %) over the maximum of 7.63 MiB.',
    ],
  },
  {
    rule: 'SZ005',
    name: 'waste',
    image,
    budget: 'waste: { max: 100kB, severity: warn }',
    finds: [
      'warning 488.28 KiB in files that a later layer replaces or deletes, /var/cache/apt 390.63 KiB, /tmp/x 97.66 KiB: 390.63 KiB (400 %) over the maximum of 97.66 KiB.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'SZ005',
    name: 'the budget is off',
    image,
    budget: 'severity: off, layers: { max: 0B }, waste: { max: 0B }',
  },
  {
    rule: 'SZ001',
    name: 'an image as a whole',
    image,
    budget: 'disk: { max: 30000000B }, wire: { max: 11MB }',
    finds: [
      'error 11.44 MiB in all layers, as they are pulled: 976.56 KiB (9.1 %) over the maximum of 10.49 MiB.',
    ],
  },
  {
    rule: 'SZ002',
    name: 'another toolchain of a program within, and an older baseline, soften the growth of an image',
    image: { ...image, wire: 20_000_000 },
    baseImage: {
      ...image,
      binaries: [splitSubject({ after: other('go1.25.4') }, { name: '/usr/bin/api', path: '/usr/bin/api' })],
    },
    baselineAge: 21,
    top: 'baseline: { max-age-commits: 20 }',
    budget: 'wire: { max-increase: { percent: 10 } }',
    finds: [
      'warning Grew by 7.63 MiB (66.7 %) in all layers, as they are pulled',
      'warning The baseline lies 21 commits behind',
      'warning /usr/bin/api: The baseline was built by another toolchain (go1.25.4 → go1.26.8)',
    ],
    verdict: 'pass',
  },
  {
    rule: 'SZ002',
    name: 'a layer that is new counts for the whole, not as a layer that grew',
    image: exampleImage({ layers: [...image.layers, exampleLayer('new', 1_000_000, 'RUN make')] }),
    baseImage: exampleImage(),
    budget: 'disk: { max-increase: { bytes: 1MB } }, layers: { max-increase: { bytes: 0B } }',
    finds: ['error Grew by 1.91 MiB (8.3 %) in all layers, unpacked'],
  },
  {
    rule: 'SZ002',
    name: 'severities of their own, and of an image that shrank nothing',
    image: exampleImage({
      layers: [exampleLayer('base', 4_000_000), exampleLayer('x', 9_000_000, 'COPY api /usr/bin/api')],
      waste: { bytes: 900_000, files: 1, paths: [] },
    }),
    baseImage: exampleImage(),
    budget:
      'wire: { max-increase: { percent: 1 }, severity: notice }, layers: { max-increase: { percent: 1 }, severity: warn }, waste: { max: 1MB, max-increase: { percent: 1 }, severity: off }',
    finds: ['notice Grew by 976.56 KiB', 'warning Grew by 976.56 KiB (12.5 %) in layer 2 of 2'],
    verdict: 'pass',
  },
  {
    rule: 'SZ003',
    name: 'no release has the image',
    image,
    budget: release,
    finds: ['warning No release has this image for this platform'],
    verdict: 'pass',
  },
  {
    rule: 'SZ002',
    name: 'the whole budget of an image is off',
    image: { ...image, wire: 90_000_000 },
    baseImage: image,
    budget: 'severity: off, wire: { max-increase: { bytes: 0B } }, since-release: { bytes: 0B }',
  },
  {
    rule: 'DB004',
    name: 'a program within an image is compared with that of the same path',
    image: {
      ...image,
      binaries: [splitSubject({}, { name: '/usr/bin/api', path: '/usr/bin/api' })],
    },
    baseImage: {
      ...image,
      binaries: [splitSubject({ strip: 'dwarf' }, { name: '/usr/bin/api', path: '/usr/bin/api' })],
    },
    profile: 'debuggability: { no-regression: true }',
    finds: ['error Less debuggable than the baseline: level D2+x3 → D1+x3'],
  },
  {
    rule: 'DB001',
    name: 'a program within an image',
    image,
    profile: 'debuggability: { min: D2 }',
    budget: `disk: { max: 1GB }, ${rule('match: expvar, require: true')}`,
    finds: ['error No package matches `expvar`', 'error Level D1+x3, below the minimum D2'],
  },
  {
    rule: 'PF001',
    name: 'an image that was not read',
    image: 'unread',
    finds: ['error The image `ghcr.io/acme/api` was not read.'],
  },
  {
    rule: 'SZ003',
    name: 'grew exactly as much as allowed since the release',
    budget: release,
    binaries: at(8_000_000),
    release: base(7_000_000),
  },
  {
    rule: 'SZ003',
    name: 'grew by a byte more',
    budget: release,
    binaries: at(8_000_001),
    release: base(7_000_000),
    finds: [
      'error Grew by 976.56 KiB (14.3 %) on disk since the last release, from 6.68 MiB to 7.63 MiB; allowed: 976.56 KiB.',
    ],
  },
  { rule: 'SZ003', name: 'shrank', budget: release, binaries: at(1_000_000), release: base(7_000_000) },
  {
    rule: 'SZ003',
    name: 'noise',
    budget: 'since-release: { bytes: 0B }',
    binaries: at(7_004_096),
    release: base(7_000_000),
  },
  {
    rule: 'SZ003',
    name: 'no release',
    budget: release,
    finds: [
      'warning No release has this binary for this platform, so growth by 976.56 KiB since it was not judged.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'SZ003',
    name: 'severity of its own',
    budget: 'since-release: { percent: 1, severity: notice }',
    binaries: at(8_000_000),
    release: base(7_000_000),
    finds: ['notice Grew by 976.56 KiB'],
    verdict: 'pass',
  },
  { rule: 'SZ003', name: 'the budget is off', budget: `severity: off, ${release}` },

  {
    rule: 'SZ004',
    name: 'exactly the maximum',
    budget: rule('match: "k8s.io/**", max: 1024000B'),
    binaries: withPackages,
  },
  {
    rule: 'SZ004',
    name: 'a byte over, all that match together',
    budget: rule('match: "k8s.io/**", max: 1023999B'),
    binaries: withPackages,
    finds: [
      'error `k8s.io/**` has 1000 KiB of code and data, 1 B (0 %) over the maximum of 1000 KiB: k8s.io/api/core/v1 878.91 KiB, k8s.io/client-go/rest 121.09 KiB.',
    ],
  },
  {
    rule: 'SZ004',
    name: 'required and there',
    budget: rule('match: net/http/pprof, require: true'),
    binaries: withPackages,
  },
  {
    rule: 'SZ004',
    name: 'required and missing',
    budget: rule('match: expvar, require: true'),
    binaries: withPackages,
    finds: ['error No package matches `expvar`, which is required.'],
  },
  {
    rule: 'SZ004',
    name: 'forbidden and not there',
    budget: rule('match: expvar, forbid: true'),
    binaries: withPackages,
  },
  {
    rule: 'SZ004',
    name: 'forbidden and there',
    budget: rule('match: net/http/pprof, forbid: true'),
    binaries: withPackages,
    finds: ['error `net/http/pprof` is forbidden and there, with 7.81 KiB: net/http/pprof 7.81 KiB.'],
  },
  {
    rule: 'SZ004',
    name: 'packages were not measured',
    budget: rule('match: net/http/pprof, forbid: true'),
    finds: ['warning Its packages were not measured, so `net/http/pprof` was not judged.'],
    verdict: 'pass',
  },
  {
    rule: 'SZ004',
    name: 'severity of its own',
    budget: rule('match: net/http/pprof, forbid: true, severity: warn'),
    binaries: withPackages,
    finds: ['warning `net/http/pprof` is forbidden'],
    verdict: 'pass',
  },
  {
    rule: 'SZ004',
    name: 'the budget is off',
    budget: `severity: off, ${rule('match: a, require: true')}`,
    binaries: withPackages,
  },

  {
    rule: 'BL002',
    name: 'as old as allowed',
    budget: grown,
    top: 'baseline: { max-age-commits: 20, on-stale: error }',
    baseline: base(7_000_000),
    baselineAge: 20,
  },
  {
    rule: 'BL002',
    name: 'a commit older, as an error',
    budget: grown,
    top: 'baseline: { max-age-commits: 20, on-stale: error }',
    baseline: base(7_000_000),
    baselineAge: 21,
    finds: ['error The baseline lies 21 commits behind, more than 20 commits'],
  },
  {
    rule: 'BL002',
    name: 'stale softens an increase, and never a maximum',
    budget: 'disk: { max: 1MB, max-increase: { bytes: 100kB } }',
    top: 'baseline: { max-age-commits: 20 }',
    binaries: at(8_000_000),
    baseline: base(7_000_000),
    baselineAge: 21,
    finds: [
      'error 7.63 MiB on disk',
      'warning Grew by 976.56 KiB',
      'warning The baseline lies 21 commits behind',
    ],
  },
  {
    rule: 'BL002',
    name: 'a baseline of unknown age',
    budget: grown,
    top: 'baseline: { max-age-commits: 0, on-stale: error }',
    baseline: base(7_000_000),
  },

  { rule: 'DB003', name: 'no absolute paths', profile: 'debuggability: { forbid: [absolute-paths] }' },
  {
    rule: 'DB003',
    name: 'absolute paths',
    profile: 'debuggability: { forbid: [absolute-paths] }',
    binaries: [
      splitSubject({
        after: {
          pclntab: { version: '1.20', functions: 8000, size: 3_000_000, named: 1, absolutePaths: paths },
        },
      }),
    ],
    finds: [
      'error Absolute paths are forbidden, and 12 source files are named by one, such as /home/me/api/main.go.',
    ],
  },

  {
    rule: 'PF004',
    name: 'an override by someone who may',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: {
      labels: ['size-override'],
      override: { by: 'ann', permission: 'maintain', reason: 'TLS library' },
    },
    finds: [
      'notice 6.68 MiB on disk, 976.56 KiB (16.7 %) over the maximum of 5.72 MiB. Overridden by ann: TLS library.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'PF004',
    name: 'an override of another rule',
    profile: 'strip: none',
    top: overrides,
    context: { labels: ['size-override'], override: { by: 'ann', permission: 'admin', reason: 'x' } },
    finds: ['error Declared `strip: none`'],
  },
  {
    rule: 'PF004',
    name: 'an override without the label',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: { override: { by: 'ann', permission: 'admin', reason: 'x' } },
    finds: ['error 6.68 MiB on disk'],
  },
  {
    rule: 'PF004',
    name: 'an override by someone who may not',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: { labels: ['size-override'], override: { by: 'bob', permission: 'triage', reason: 'x' } },
    finds: [
      'error 6.68 MiB on disk',
      'warning The label `size-override` does not count: bob put it there with the permission `triage`, and `write` is needed.',
    ],
  },
  {
    rule: 'PF004',
    name: 'an override by a permission that nobody knows',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: { labels: ['size-override'], override: { by: 'bob', permission: 'owner', reason: 'x' } },
    finds: ['error 6.68 MiB on disk', 'warning The label `size-override` does not count'],
  },
  {
    rule: 'PF004',
    name: 'an override without a reason',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: { labels: ['size-override'], override: { by: 'ann', permission: 'admin', reason: ' ' } },
    finds: [
      'error 6.68 MiB on disk',
      'warning The label `size-override` does not count: no reason is given.',
    ],
  },
  {
    rule: 'PF004',
    name: 'an override that nobody looked into',
    budget: 'disk: { max: 6MB }',
    top: overrides,
    context: { labels: ['size-override'] },
    finds: [
      'error 6.68 MiB on disk',
      'warning The label `size-override` does not count: who put it there, and what they may do, is not known.',
    ],
  },

  { rule: 'SZ001', name: 'under the maximum', budget: 'disk: { max: 8MB }' },
  { rule: 'SZ001', name: 'exactly the maximum', budget: 'disk: { max: 7000000B }' },
  {
    rule: 'SZ001',
    name: 'one byte over',
    budget: 'disk: { max: 6999999B }',
    finds: ['error 6.68 MiB on disk, 1 B (0 %) over the maximum of 6.68 MiB.'],
  },
  {
    rule: 'SZ001',
    name: 'over, on the wire',
    budget: 'wire: { max: 2MiB }',
    binaries: [splitSubject({ wire: 3 * 1024 * 1024 })],
    finds: ['error 3 MiB on the wire (gzip -6), 1 MiB (50 %) over the maximum of 2 MiB.'],
  },
  {
    rule: 'SZ001',
    name: 'not measured on the wire',
    budget: 'wire: { max: 2MiB }',
    finds: [
      'warning Its size on the wire (gzip -6) was not measured, so the maximum of 2 MiB was not judged.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'SZ001',
    name: 'the size of a split binary is that of the stripped file',
    budget: 'disk: { max: 8MB }',
    binaries: [builtSubject()],
    finds: ['error 9.54 MiB on disk, 1.91 MiB (25 %) over the maximum of 7.63 MiB.'],
  },
  {
    rule: 'SZ001',
    name: 'severity of its own',
    budget: 'severity: error, disk: { max: 1MB, severity: warn }',
    finds: ['warning 6.68 MiB on disk, 5.72 MiB (600 %) over the maximum of 976.56 KiB.'],
    verdict: 'pass',
  },
  {
    rule: 'SZ001',
    name: 'budget off',
    profile: 'budget: { severity: off }',
    budget: 'disk: { max: 1MB, severity: warn }',
  },
  {
    rule: 'SZ001',
    name: 'a budget of nothing',
    budget: 'disk: { max: 0B }',
    finds: ['error 6.68 MiB on disk, 6.68 MiB over the maximum of 0 B.'],
  },
  {
    rule: 'SZ001',
    name: 'audit',
    budget: 'disk: { max: 6MB }',
    top: 'mode: audit',
    finds: ['warning 6.68 MiB on disk'],
    verdict: 'pass',
  },
  {
    rule: 'SZ001',
    name: 'excepted',
    budget: 'disk: { max: 6MB }',
    top: exception('SZ001', '2026-12-31'),
    finds: [
      'notice 6.68 MiB on disk, 976.56 KiB (16.7 %) over the maximum of 5.72 MiB. Excepted until 2026-12-31 by @acme/platform: migration.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'SZ001',
    name: 'excepted until today',
    budget: 'disk: { max: 6MB }',
    top: exception('SZ001', '2026-06-01'),
    finds: ['notice 6.68 MiB on disk'],
    verdict: 'pass',
  },
  {
    rule: 'SZ001',
    name: 'exception from another rule',
    budget: 'disk: { max: 6MB }',
    top: exception('ST001', '2026-12-31'),
    finds: ['error 6.68 MiB on disk'],
  },

  {
    rule: 'SZ002',
    name: 'grew exactly as much as allowed',
    budget: grown,
    binaries: at(7_100_000),
    baseline: base(7_000_000),
  },
  {
    rule: 'SZ002',
    name: 'grew by a byte more',
    budget: grown,
    binaries: at(7_100_001),
    baseline: base(7_000_000),
    finds: ['error Grew by 97.66 KiB (1.4 %) on disk, from 6.68 MiB to 6.77 MiB; allowed: 97.66 KiB.'],
  },
  { rule: 'SZ002', name: 'shrank', budget: grown, binaries: at(1_000_000), baseline: base(7_000_000) },
  {
    rule: 'SZ002',
    name: 'one page is noise',
    budget: 'disk: { max-increase: { bytes: 0B } }',
    binaries: at(7_004_096),
    baseline: base(7_000_000),
  },
  {
    rule: 'SZ002',
    name: 'more than a page is not',
    budget: 'disk: { max-increase: { bytes: 0B } }',
    binaries: at(7_004_097),
    baseline: base(7_000_000),
    finds: ['error Grew by 4 KiB (0.06 %) on disk'],
  },
  {
    rule: 'SZ002',
    name: 'noise in percent',
    budget: 'disk: { max-increase: { bytes: 0B } }',
    top: 'noise: { percent: 1 }',
    binaries: at(7_070_000),
    baseline: base(7_000_000),
  },
  {
    rule: 'SZ002',
    name: 'any: one limit of two is exceeded',
    budget: 'disk: { max-increase: { bytes: 100kB, percent: 50 } }',
    binaries: at(7_200_000),
    baseline: base(7_000_000),
    finds: [
      'error Grew by 195.31 KiB (2.9 %) on disk, from 6.68 MiB to 6.87 MiB; allowed: 97.66 KiB or 50 %, whichever is less.',
    ],
  },
  {
    rule: 'SZ002',
    name: 'all: one limit of two is exceeded',
    budget: 'disk: { max-increase: { bytes: 100kB, percent: 50, when: all } }',
    binaries: at(7_200_000),
    baseline: base(7_000_000),
  },
  {
    rule: 'SZ002',
    name: 'all: both are exceeded',
    budget: 'disk: { max-increase: { bytes: 100kB, percent: 2, when: all } }',
    binaries: at(7_200_000),
    baseline: base(7_000_000),
    finds: [
      'error Grew by 195.31 KiB (2.9 %) on disk, from 6.68 MiB to 6.87 MiB; allowed: 97.66 KiB or 2 %, whichever is more.',
    ],
  },
  {
    rule: 'SZ002',
    name: 'another toolchain softens it',
    budget: grown,
    binaries: at(8_000_000),
    baseline: [splitSubject({ after: other('go1.25.4') })],
    finds: [
      'warning Grew by 976.56 KiB',
      'warning The baseline was built by another toolchain (go1.25.4 → go1.26.8): sizes moved for that reason too.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'BL003',
    name: 'another toolchain, as an error',
    budget: grown,
    top: 'baseline: { on-toolchain-change: error }',
    binaries: at(8_000_000),
    baseline: [splitSubject({ after: other('go1.25.4') })],
    finds: ['error Grew by 976.56 KiB', 'error The baseline was built by another toolchain'],
  },
  {
    rule: 'BL003',
    name: 'other flags soften an increase too',
    budget: grown,
    binaries: at(8_000_000),
    baseline: [splitSubject({ after: { go: { version: 'go1.26.8', dependencies: [], settings: {} } } })],
    finds: [
      'warning Grew by 976.56 KiB',
      'warning The baseline was built with other flags (none → -trimpath=true): sizes moved for that reason too.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'BL003',
    name: 'another variant of the platform',
    budget: grown,
    baseline: [splitSubject({ after: { platform: { os: 'linux', arch: 'amd64', variant: 'v3' } } })],
    finds: [
      'warning The baseline was built for another variant of the platform (linux/amd64/v3 → linux/amd64/v1)',
    ],
    verdict: 'pass',
  },
  {
    rule: 'BL003',
    name: 'another toolchain and nothing to compare',
    baseline: [splitSubject({ after: other('go1.25.4') })],
  },
  {
    rule: 'BL003',
    name: 'wire not measured for the baseline',
    budget: 'wire: { max-increase: { percent: 1 } }',
    binaries: [splitSubject({ wire: 3_000_000 })],
    baseline: base(7_000_000),
    finds: [
      'warning Its size on the wire (gzip -6) was not measured for the baseline, so its increase was not judged.',
    ],
    verdict: 'pass',
  },
  {
    rule: 'BL001',
    name: 'no baseline',
    budget: grown,
    finds: ['warning No baseline has this binary for this platform, so nothing was compared.'],
    verdict: 'pass',
  },
  {
    rule: 'BL001',
    name: 'a baseline of another platform, as an error',
    budget: grown,
    top: 'baseline: { on-missing: error }',
    baseline: [splitSubject({}, { platform: { os: 'linux', arch: 'arm64' } })],
    finds: ['error No baseline has this binary for this platform'],
  },
  { rule: 'BL001', name: 'no baseline, but the budget is off', budget: `severity: off, ${grown}` },
  {
    rule: 'BL001',
    name: 'a missing baseline does not soften a maximum',
    budget: 'disk: { max: 1MB, max-increase: { percent: 1 } }',
    finds: ['error 6.68 MiB on disk', 'warning No baseline has this binary'],
  },

  { rule: 'ST001', name: 'all, as declared', profile: 'strip: all' },
  {
    rule: 'ST001',
    name: 'dwarf, as declared',
    profile: 'strip: dwarf',
    binaries: [splitSubject({ strip: 'dwarf' })],
  },
  { rule: 'ST001', name: 'none, as declared', profile: 'strip: none', binaries: [builtSubject()] },
  {
    rule: 'ST001',
    name: 'declared all, nothing was stripped',
    profile: 'strip: all',
    binaries: [builtSubject()],
    finds: ['error Declared `strip: all`, but `.symtab` is there and DWARF is there.'],
  },
  {
    rule: 'ST001',
    name: 'declared none, -s -w was given',
    profile: 'strip: none',
    binaries: [builtSubject({ before: strippedFacts('all') })],
    finds: ['error Declared `strip: none`, but `.symtab` is not there and DWARF is not there.'],
  },
  {
    rule: 'ST001',
    name: 'declared all, .symtab is left',
    profile: 'strip: all',
    binaries: [splitSubject({ strip: 'dwarf' })],
    finds: ['error Declared `strip: all`, but `.symtab` is there.'],
  },
  {
    rule: 'ST001',
    name: 'sections without bytes do not count',
    profile: 'strip: all',
    binaries: [
      builtSubject({
        before: exampleFacts({
          sections: exampleFacts().sections.map((section) => ({ ...section, fileSize: 0 })),
        }),
      }),
    ],
  },

  { rule: 'ST002', name: 'saved as expected', profile: 'expect-saving: { disk: 30%..65% }' },
  { rule: 'ST002', name: 'saved exactly the most expected', profile: 'expect-saving: { disk: 10%..30% }' },
  {
    rule: 'ST002',
    name: 'saved less',
    profile: 'expect-saving: { disk: 31%..65% }',
    finds: ['error Stripping saved 30 % of the disk size, 1 % less than the expected 31%..65%.'],
  },
  {
    rule: 'ST002',
    name: 'saved more, as a warning',
    profile: 'expect-saving: { disk: 5%..29.5%, severity: warn }',
    finds: ['warning Stripping saved 30 % of the disk size, 0.5 % more than the expected 5%..29.5%.'],
    verdict: 'pass',
  },
  {
    rule: 'ST002',
    name: 'not split',
    profile: 'expect-saving: { disk: 31%..65% }',
    binaries: [builtSubject()],
    finds: ['warning The disk size before and after stripping is not in the index'],
    verdict: 'pass',
  },
  {
    rule: 'ST002',
    name: 'on the wire',
    profile: 'expect-saving: { wire: 40%..50% }',
    binaries: [splitSubject({ wire: 2_000_000 }, { sizeBefore: exampleSizes(10_000_000, 5_000_000) })],
    finds: ['error Stripping saved 60 % of the wire size, 10 % more than the expected 40%..50%.'],
  },

  { rule: 'DB001', name: 'exactly the minimum', profile: 'debuggability: { min: D1 }' },
  {
    rule: 'DB001',
    name: 'below the minimum',
    profile: 'debuggability: { min: D2 }',
    finds: ['error Level D1+x3, below the minimum D2: `.symtab` absent, `.debug_info` absent.'],
  },
  { rule: 'DB001', name: 'D1+x3 with a proven pair', profile: 'debuggability: { min: D1+x3 }' },
  {
    rule: 'DB001',
    name: 'D1+x3 of a file that needs no debug file',
    profile: 'debuggability: { min: D1+x3 }',
    binaries: [builtSubject()],
  },
  {
    rule: 'DB001',
    name: 'D1+x3 where nothing was split off',
    profile: 'debuggability: { min: D1+x3 }',
    binaries: [builtSubject({ before: strippedFacts('all') })],
    finds: [
      'error Level D1, below the minimum D1+x3: it was not split, so there is no debug file.',
      'error A published debug file is asked for (`+x3`), and there is none to publish.',
    ],
  },
  {
    rule: 'DB001',
    name: 'D1+x3 where the debug file has no DWARF',
    profile: 'debuggability: { min: D1+x3 }',
    binaries: [splitSubject({}, { before: exampleFacts({}, ['dwarf']) })],
    finds: ['error Level D1, below the minimum D1+x3: with its debug file it reaches D2 only.'],
  },
  {
    rule: 'DB001',
    name: 'opaque',
    profile: 'debuggability: { min: D1+x3 }',
    binaries: [splitSubject({ after: { pclntab: { version: '1.20', functions: 9, size: 9, named: 0.1 } } })],
    finds: ['error Level D0, below the minimum D1+x3: pclntab names 10 % of its functions.'],
  },
  {
    rule: 'DB001',
    name: 'severity of its own',
    profile: 'debuggability: { min: D4, severity: notice }',
    finds: ['notice Level D1+x3, below the minimum D4'],
    verdict: 'pass',
  },
  {
    rule: 'DB001',
    name: 'a Mach-O file is not judged',
    profile: 'strip: all, debuggability: { min: D2, require: [types] }',
    binaries: [builtSubject({ before: exampleFacts({ kind: 'mach-o', sections: [] }, ['elf']) })],
    finds: ['notice A mach-o file: its size is judged, its strip mode and level are not.'],
    verdict: 'pass',
  },

  {
    rule: 'DB002',
    name: 'all there',
    profile: 'debuggability: { require: [panic-trace, pprof, buildinfo, build-id] }',
  },
  {
    rule: 'DB002',
    name: 'one is missing',
    profile: 'debuggability: { require: [panic-trace, perf-names] }',
    finds: ['error `perf-names` is required and not possible: `.symtab` absent.'],
  },
  {
    rule: 'DB002',
    name: 'partly is enough',
    profile: 'debuggability: { require: [locals, delve] }',
    binaries: [builtSubject()],
  },
  {
    rule: 'DB002',
    name: 'the debug file counts under +x3',
    profile: 'debuggability: { min: D1+x3, require: [source-lines, types] }',
  },
  {
    rule: 'DB002',
    name: 'the debug file does not count without it',
    profile: 'debuggability: { min: D1, require: [types] }',
    finds: ['error `types` is required and not possible: `.debug_info` absent.'],
  },

  {
    rule: 'DB003',
    name: 'nothing forbidden is there',
    profile: 'debuggability: { forbid: [symtab, dwarf] }',
  },
  {
    rule: 'DB003',
    name: 'both are there',
    profile: 'debuggability: { forbid: [symtab, dwarf] }',
    binaries: [builtSubject()],
    finds: [
      'error `.symtab` is forbidden and there, with 976.56 KiB.',
      'error DWARF is forbidden and there, with 1.91 MiB.',
    ],
  },

  { rule: 'DB004', name: 'as before', profile: 'debuggability: { no-regression: true }', baseline: base(1) },
  {
    rule: 'DB004',
    name: 'a level lost',
    profile: 'debuggability: { no-regression: true }',
    baseline: [splitSubject({ strip: 'dwarf' })],
    finds: ['error Less debuggable than the baseline: level D2+x3 → D1+x3; lost: go-nm, govulncheck.'],
  },
  {
    rule: 'DB004',
    name: 'a capability lost within the level',
    profile: 'debuggability: { no-regression: true }',
    binaries: [splitSubject({ after: { buildIds: { go: 'a/b', file: '00' } } })],
    baseline: base(1),
    finds: ['error Less debuggable than the baseline: level D1+x3 → D1+x3; lost: build-id.'],
  },
  {
    rule: 'DB004',
    name: 'gained',
    profile: 'debuggability: { no-regression: true }',
    binaries: [builtSubject()],
    baseline: base(1),
  },
  {
    rule: 'DB004',
    name: 'no baseline',
    profile: 'debuggability: { no-regression: true }',
    finds: ['warning No baseline has this binary'],
    verdict: 'pass',
  },
  {
    rule: 'DB004',
    name: 'not asked',
    profile: 'debuggability: { no-regression: false }',
    baseline: [builtSubject()],
  },

  {
    rule: 'DB005',
    name: 'the proof does not hold',
    binaries: [splitSubject({ proof: DISPROVEN })],
    finds: ['error Its debug file is not proven to belong to it: The debuglink CRC is another.'],
  },
  {
    rule: 'DB005',
    name: 'the debug file was changed',
    context: { files: { api: { binary: 'same', debug: 'differs' } } },
    finds: ['error dist/api.debug is not the debug file that was proven: its digest differs.'],
  },
  {
    rule: 'DB005',
    name: 'the debug file is gone',
    context: { files: { api: { binary: 'same', debug: 'missing' } } },
    finds: ['error dist/api.debug is gone, and it was not published.'],
  },
  {
    rule: 'DB005',
    name: 'the debug file is gone, and published',
    binaries: [splitSubject({}, { receipts: [{ store: 'oci-layout:symbols', verified: true }] })],
    context: { files: { api: { binary: 'same', debug: 'missing' } } },
  },
  {
    rule: 'DB005',
    name: 'published and not read back',
    binaries: [splitSubject({}, { receipts: [{ store: 'oci-layout:symbols', verified: false }] })],
    finds: ['error Its debug file was sent to oci-layout:symbols and could not be read back.'],
  },

  {
    rule: 'ID001',
    name: 'a constant',
    binaries: [
      splitSubject({ after: { buildIds: { gnu: '49', file: '00', constant: 'the Go note is `redacted`' } } }),
    ],
    finds: ['error The build ID cannot tell this build from another: the Go note is `redacted`.'],
  },
  {
    rule: 'ID001',
    name: 'shared by two files',
    binaries: [splitSubject(), twin],
    finds: [
      'error worker is another file with the same build ID 5f2c8a4be09d3317c6a1f0e2d47b96a8830c5d1e.',
      'notice dist/worker is in the index, and no artifact of the policy covers it.',
    ],
  },
  {
    rule: 'ID001',
    name: 'the same file twice is no collision',
    binaries: [splitSubject(), splitSubject({}, { name: 'copy', path: 'dist/copy' })],
    finds: ['notice dist/copy is in the index'],
  },
  {
    rule: 'ID001',
    name: 'missing, and not asked for',
    binaries: [splitSubject({ after: { buildIds: { file: '00' } } })],
  },
  {
    rule: 'ID001',
    name: 'missing, where symbols are published',
    profile: 'debuggability: { min: D1+x3 }',
    binaries: [splitSubject({ after: { buildIds: { file: '00' } } })],
    finds: ['error It has no GNU build ID, by which its debug file would be found.'],
  },

  {
    rule: 'PF001',
    name: 'matches no binary',
    binaries: [splitSubject({}, { path: 'out/api' })],
    finds: [
      'error `dist/**/api` matches no binary of the index, which has out/api.',
      'notice out/api is in the index, and no artifact of the policy covers it.',
    ],
  },
  {
    rule: 'PF001',
    name: 'an empty index',
    binaries: [],
    finds: ['error `dist/**/api` matches no binary of the index, which is empty.'],
  },
  {
    rule: 'PF001',
    name: 'audit',
    binaries: [],
    top: 'mode: audit',
    finds: ['warning `dist/**/api` matches no binary'],
    verdict: 'pass',
  },
  {
    rule: 'PF002',
    name: 'expired, and the rule holds',
    top: exception('SZ001', '2026-05-31'),
    finds: ['error The exception from SZ001 expired on 2026-05-31 (@acme/platform: migration).'],
  },
  {
    rule: 'PF002',
    name: 'expired, and the rule fails',
    budget: 'disk: { max: 6MB }',
    top: exception('SZ001', '2026-05-31'),
    finds: ['error 6.68 MiB on disk', 'error The exception from SZ001 expired'],
  },
  {
    rule: 'IX001',
    name: 'the file was changed',
    context: { files: { api: { binary: 'differs' } } },
    finds: ['error dist/api has changed since the index was written.'],
  },
  {
    rule: 'IX001',
    name: 'the file is not here',
    context: { files: { api: { binary: 'missing' } } },
    finds: ['warning dist/api is not here: judged by what the index says of it.'],
    verdict: 'pass',
  },
];

test.each(rows)('$rule $name', (row) => {
  const { verdict, findings } = run(row);
  const told = findings.map(({ severity, message }) => `${severity} ${message}`);
  expect(told).toEqual((row.finds ?? []).map((start) => expect.stringContaining(start)));
  const fails = (row.finds ?? []).some((found) => found.startsWith('error'));
  expect(verdict).toBe(row.verdict ?? (fails ? 'fail' : 'pass'));
});

test.each([
  ['little unused', 7_700_000, []],
  ['exactly as much as is let pass', 7_777_777, []],
  ['more', 8_000_000, [{ artifact: 'api', metric: 'disk', from: 8_000_000, to: 7_350_272, line: 3 }]],
  ['already above', 6_000_000, []],
])('ratchet: %s', (_, max, ratchet) => {
  const row: Row = {
    budget: `disk: { max: ${max}B }`,
    top: 'ratchet: { headroom: 5%, when: unused > 10% }',
  };
  expect(run(row).ratchet).toEqual(ratchet);
});

test('a finding is plain data at its line of the policy', () => {
  const { findings } = run({ profile: 'debuggability: { min: D2 }' });
  expect(findings).toEqual([
    {
      rule: 'DB001',
      severity: 'error',
      artifact: 'api',
      message: 'Level D1+x3, below the minimum D2: `.symtab` absent, `.debug_info` absent.',
      measured: 'D1+x3',
      limit: 'D2',
      next: 'Strip less (`gosymbols split --strip dwarf` or `none`), or lower `min`.',
      at: { file: '.gosymbols.yml', line: 2 },
    },
  ]);
});

test('several binaries of one artifact are named apart; an optional artifact may match none', () => {
  const policy = parsePolicy(
    'version: 1\nartifacts:\n  - { name: api, path: "dist/**", budget: { disk: { max: 1MB } } }\n  - { name: gone, path: gone, optional: true }',
    'p.yml',
  );
  const binaries = [
    splitSubject({}, { name: 'api-amd64', path: 'dist/linux_amd64/.api' }),
    splitSubject({}, { name: 'api-arm64', path: 'dist/linux_arm64/.api' }),
  ];
  const { findings } = judge({ policy, index: { binaries }, context: { today: '2026-06-01' } });
  expect(findings.map(({ artifact }) => artifact)).toEqual(['api (api-amd64)', 'api (api-arm64)']);
});

test.each(['constructor', '__proto__', 'toString'])(
  'an image called %s that was not read is not judged',
  (name) => {
    const policy = parsePolicy(`version: 1\nartifacts: [{ name: ${name}, image: a }]`, 'p.yml');
    const { findings } = judge({
      policy,
      index: { binaries: [] },
      images: {},
      context: { today: '2026-06-01' },
    });
    expect(findings.map(({ rule, artifact }) => [rule, artifact])).toEqual([['PF001', name]]);
  },
);

test('names with control characters stay on one line', () => {
  const policy = parsePolicy('version: 1\nartifacts: [{ name: all, path: "**" }]', 'p.yml');
  const binaries = [
    splitSubject({}, { name: 'a\n::error::x', path: 'dist/a' }),
    splitSubject({ proof: DISPROVEN }, { name: 'b\u001b[2J', path: 'dist/b' }),
  ];
  const { findings, judged } = judge({ policy, index: { binaries }, context: { today: '2026-06-01' } });
  expect(JSON.stringify([findings, judged])).not.toMatch(/\\n|\\u001b/);
  expect(findings.map(({ artifact }) => artifact)).toEqual(['all (b\ufffd[2J)']);
});
