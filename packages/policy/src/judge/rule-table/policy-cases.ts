import type { BinaryFacts } from '@gosymbols/inspect';
import { exampleFacts } from '../../example-facts.ts';
import { exampleImage } from '../example-image.ts';
import { splitSubject } from '../example-subject.ts';
import { NOT_ABOUT_GROWTH, type RuleCase } from './cells.ts';
import type { Row } from './row.ts';

const comparing = (more: Row = {}): Row => ({
  budget: 'disk: { max-increase: { bytes: 100kB } }',
  baseline: [splitSubject()],
  ...more,
});
const aged = (baselineAge: number): Row =>
  comparing({ top: 'baseline: { max-age-commits: 20, on-stale: error }', baselineAge });
const builtWith = (go: Partial<NonNullable<BinaryFacts['go']>>): Row =>
  comparing({
    top: 'baseline: { on-toolchain-change: error }',
    baseline: [splitSubject({ after: { go: { ...GO, ...go } } })],
  });
const GO = exampleFacts().go ?? { version: '', dependencies: [], settings: {} };
const onMissing = { top: 'baseline: { on-missing: error }' };
const excepted = (until: string): Row => ({
  top: `exceptions: [{ rule: SZ001, artifact: api, until: ${until}, owner: "@acme/platform", reason: migration }]`,
});
const overridden = (permission: string): Row => ({
  top: 'overrides: { label: size-override, skips: [SZ001] }',
  context: { labels: ['size-override'], override: { by: 'bob', permission, reason: 'x' } },
});

export const POLICY_CASES: readonly RuleCase[] = [
  {
    rule: 'BL001',
    about: 'file',
    passing: comparing(onMissing),
    failing: { budget: comparing().budget ?? '', ...onMissing },
    says: 'No baseline has this binary for this platform, so nothing was compared.',
    boundary: {
      holds: comparing({ ...onMissing, baseline: [splitSubject({}, { path: 'elsewhere/api' })] }),
      breaks: comparing({
        ...onMissing,
        baseline: [splitSubject({}, { platform: { os: 'linux', arch: 'arm64' } })],
      }),
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'BL002',
    about: 'file',
    passing: aged(0),
    failing: aged(100),
    says: 'The baseline lies 100 commits behind, more than 20 commits',
    boundary: { holds: aged(20), breaks: aged(21) },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'BL003',
    about: 'file',
    passing: builtWith({}),
    failing: builtWith({ version: 'go1.25.4' }),
    says: 'The baseline was built by another toolchain (go1.25.4 → go1.26.8)',
    boundary: {
      // A version stamp is no flag that moves sizes.
      holds: builtWith({ settings: { ...GO.settings, '-ldflags': '-X main.version=1' } }),
      breaks: builtWith({ settings: { ...GO.settings, '-ldflags': '-linkmode=external' } }),
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'PF001',
    about: 'file',
    passing: {},
    failing: { binaries: [] },
    says: '`dist/**/api` matches no binary of the index, which is empty.',
    boundary: {
      holds: { binaries: [splitSubject({}, { path: 'dist/a/b/c/api' })] },
      breaks: { binaries: [splitSubject({}, { path: 'dist/api.exe' })] },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'PF001',
    about: 'image',
    passing: { image: exampleImage() },
    failing: { image: 'unread' },
    says: 'The image `ghcr.io/acme/api` was not read.',
    boundary: {
      holds: { image: exampleImage({ layers: [], size: 0, wire: 0 }) },
      breaks: { image: 'unread' },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'PF002',
    about: 'file',
    passing: excepted('2027-01-01'),
    failing: excepted('2025-01-01'),
    says: 'The exception from SZ001 expired on 2025-01-01 (@acme/platform: migration).',
    boundary: { holds: excepted('2026-06-01'), breaks: excepted('2026-05-31') },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'PF003',
    about: 'file',
    passing: {},
    failing: { binaries: [splitSubject(), splitSubject({}, { name: 'worker', path: 'dist/worker' })] },
    says: 'dist/worker is in the index, and no artifact of the policy covers it.',
    severity: 'notice',
    boundary: {
      holds: { binaries: [splitSubject(), splitSubject({}, { name: 'b', path: 'dist/b/api' })] },
      breaks: { binaries: [splitSubject(), splitSubject({}, { name: 'b', path: 'distb/api' })] },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'PF004',
    about: 'file',
    passing: overridden('admin'),
    failing: overridden('read'),
    says: 'The label `size-override` does not count: bob put it there with the permission `read`, and `write` is needed.',
    severity: 'warning',
    boundary: { holds: overridden('write'), breaks: overridden('triage') },
    noise: NOT_ABOUT_GROWTH,
  },
];
