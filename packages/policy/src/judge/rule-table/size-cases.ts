import type { PackageSizes } from '@gosymbols/size';
import { splitSubject } from '../example-subject.ts';
import type { Subject } from '../subject.ts';
import { NOT_ABOUT_GROWTH, type RuleCase } from './cells.ts';
import type { Row } from './row.ts';

const of = (disk: number): readonly Subject[] => [splitSubject({ disk })];
const grew = (bytes: number, more: Row = {}): Row => ({
  budget: 'disk: { max-increase: { bytes: 100kB } }',
  binaries: of(7_000_000 + bytes),
  baseline: of(7_000_000),
  ...more,
});
const grewSinceRelease = (bytes: number, allowed = '100kB'): Row => ({
  budget: `since-release: { bytes: ${allowed} }`,
  binaries: of(7_000_000 + bytes),
  release: of(7_000_000),
});
const NOTHING_ALLOWED = { budget: 'disk: { max-increase: { bytes: 0B } }' };

const packages: PackageSizes = {
  method: 'symtab',
  packages: [{ path: 'net/http/pprof', bytes: 8_000, code: 8_000 }],
  remainder: [],
};
const havingPprof = (rule: string): Row => ({
  budget: `packages: [{ match: net/http/pprof, ${rule} }]`,
  binaries: [splitSubject({}, { packages })],
});

export const SIZE_CASES: readonly RuleCase[] = [
  {
    rule: 'SZ001',
    about: 'file',
    passing: { budget: 'disk: { max: 8MB }' },
    failing: { budget: 'disk: { max: 6MB }' },
    says: '6.68 MiB on disk, 976.56 KiB (16.7 %) over the maximum of 5.72 MiB.',
    boundary: {
      holds: { budget: 'disk: { max: 7000000B }' },
      breaks: { budget: 'disk: { max: 6999999B }' },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'SZ002',
    about: 'file',
    passing: grew(50_000),
    failing: grew(1_000_000),
    says: 'Grew by 976.56 KiB (14.3 %) on disk, from 6.68 MiB to 7.63 MiB; allowed: 97.66 KiB.',
    boundary: { holds: grew(100_000), breaks: grew(100_001) },
    noise: { holds: grew(4096, NOTHING_ALLOWED), breaks: grew(4097, NOTHING_ALLOWED) },
  },
  {
    rule: 'SZ003',
    about: 'file',
    passing: grewSinceRelease(50_000),
    failing: grewSinceRelease(1_000_000),
    says: 'Grew by 976.56 KiB (14.3 %) on disk since the last release',
    boundary: { holds: grewSinceRelease(100_000), breaks: grewSinceRelease(100_001) },
    noise: { holds: grewSinceRelease(4096, '0B'), breaks: grewSinceRelease(4097, '0B') },
  },
  {
    rule: 'SZ004',
    about: 'file',
    passing: havingPprof('max: 1MB'),
    failing: havingPprof('forbid: true'),
    says: '`net/http/pprof` is forbidden and there, with 7.81 KiB',
    boundary: { holds: havingPprof('max: 8000B'), breaks: havingPprof('max: 7999B') },
    noise: NOT_ABOUT_GROWTH,
  },
];
