import { exampleImage, exampleLayer } from '../example-image.ts';
import type { ImageSubject } from '../image/image-case.ts';
import { NOT_ABOUT_GROWTH, type RuleCase } from './cells.ts';
import type { Row } from './row.ts';

const COPY = 'COPY api /usr/bin/api';
/** The program's layer is `bytes` larger, as it is pulled. */
const larger = (bytes: number): ImageSubject =>
  exampleImage({
    layers: [exampleLayer('base', 4_000_000), exampleLayer('api, changed', 8_000_000 + bytes, COPY)],
  });
const limited = (budget: string): Row => ({ image: exampleImage(), budget });
const grew = (bytes: number, allowed = '100kB', of = 'wire'): Row => ({
  image: larger(bytes),
  baseImage: exampleImage(),
  budget: `${of}: { max-increase: { bytes: ${allowed} } }`,
});
const sinceRelease = (bytes: number, allowed = '200kB'): Row => ({
  image: larger(bytes),
  releasedImage: exampleImage(),
  budget: `since-release: { bytes: ${allowed} }`,
});
const wasting = (bytes: number): ImageSubject => exampleImage({ waste: { bytes, files: 1, paths: [] } });
const wasteGrew = (bytes: number, allowed = '100kB'): Row => ({
  image: wasting(10_000_000 + bytes),
  baseImage: wasting(10_000_000),
  budget: `waste: { max-increase: { bytes: ${allowed} } }`,
});
const aged = (baselineAge: number): Row => ({
  ...grew(0),
  top: 'baseline: { max-age-commits: 20, on-stale: error }',
  baselineAge,
});
const missing = { top: 'baseline: { on-missing: error }' };
const unlike = { top: 'baseline: { on-toolchain-change: error }' };
const zstd = exampleImage({
  layers: [
    exampleLayer('base', 4_000_000, undefined, { compression: 'zstd' }),
    exampleLayer('api', 8_000_000, COPY),
  ],
});

export const IMAGE_CASES: readonly RuleCase[] = [
  {
    rule: 'SZ001',
    about: 'image',
    passing: limited('wire: { max: 13MB }'),
    failing: limited('wire: { max: 11MB }'),
    says: '11.44 MiB in all layers, as they are pulled: 976.56 KiB (9.1 %) over the maximum of 10.49 MiB.',
    boundary: { holds: limited('disk: { max: 24000000B }'), breaks: limited('disk: { max: 23999999B }') },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'SZ005',
    about: 'image',
    passing: limited('layers: { max: 9MB }, waste: { max: 1MB }'),
    failing: limited('layers: { max: 7MB }'),
    says: '7.63 MiB in layer 2 of 2 (COPY api /usr/bin/api): 976.56 KiB (14.3 %) over the maximum of 6.68 MiB.',
    boundary: {
      holds: limited('layers: { max: 8000000B }, waste: { max: 500000B }'),
      breaks: limited('waste: { max: 499999B }'),
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'SZ002',
    about: 'image',
    passing: grew(50_000),
    failing: grew(1_000_000),
    says: 'Grew by 976.56 KiB (8.3 %) in all layers, as they are pulled, from 11.44 MiB to 12.4 MiB; allowed: 97.66 KiB.',
    boundary: { holds: grew(100_000), breaks: grew(100_001) },
    // 0.05 % of 12,000,000 bytes is more than 4 KiB.
    noise: { holds: grew(6000, '0B'), breaks: grew(6001, '0B') },
  },
  {
    rule: 'SZ002',
    about: 'image',
    passing: grew(50_000, '100kB', 'layers'),
    failing: grew(1_000_000, '100kB', 'layers'),
    says: 'Grew by 976.56 KiB (12.5 %) in layer 2 of 2 (COPY api /usr/bin/api), from 7.63 MiB to 8.58 MiB',
    boundary: { holds: grew(100_000, '100kB', 'layers'), breaks: grew(100_001, '100kB', 'layers') },
    noise: { holds: grew(4096, '0B', 'layers'), breaks: grew(4097, '0B', 'layers') },
  },
  {
    rule: 'SZ002',
    about: 'image',
    passing: wasteGrew(50_000),
    failing: wasteGrew(1_000_000),
    says: 'Grew by 976.56 KiB (10 %) in files that a later layer replaces or deletes',
    boundary: { holds: wasteGrew(100_000), breaks: wasteGrew(100_001) },
    noise: { holds: wasteGrew(5000, '0B'), breaks: wasteGrew(5001, '0B') },
  },
  {
    rule: 'SZ003',
    about: 'image',
    passing: sinceRelease(50_000),
    failing: sinceRelease(1_000_000),
    says: 'Grew by 1.91 MiB (8.3 %) in all layers, unpacked, since the last release',
    // A byte pulled is two unpacked, in these images.
    boundary: { holds: sinceRelease(100_000), breaks: sinceRelease(100_001) },
    noise: { holds: sinceRelease(6000, '0B'), breaks: sinceRelease(6001, '0B') },
  },
  {
    rule: 'BL001',
    about: 'image',
    passing: { ...grew(0), ...missing },
    failing: { image: exampleImage(), budget: grew(0).budget ?? '', ...missing },
    says: 'No baseline has this image for this platform, so nothing was compared.',
    boundary: {
      holds: { ...grew(0), ...missing, baseImage: { ...exampleImage(), name: 'ghcr.io/acme/api:other' } },
      breaks: {
        ...grew(0),
        ...missing,
        baseImage: exampleImage({ platform: { os: 'linux', arch: 'arm64' } }),
      },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'BL002',
    about: 'image',
    passing: aged(0),
    failing: aged(100),
    says: 'The baseline lies 100 commits behind, more than 20 commits',
    boundary: { holds: aged(20), breaks: aged(21) },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'BL003',
    about: 'image',
    passing: { ...grew(0), ...unlike },
    failing: { ...grew(0), ...unlike, baseImage: zstd },
    says: 'The baseline’s layers are compressed otherwise (gzip and zstd → gzip)',
    boundary: {
      holds: { ...grew(0), ...unlike, baseImage: larger(0) },
      breaks: {
        ...grew(0),
        ...unlike,
        baseImage: exampleImage({ platform: { os: 'linux', arch: 'amd64', variant: 'v3' } }),
      },
    },
    noise: NOT_ABOUT_GROWTH,
  },
];
