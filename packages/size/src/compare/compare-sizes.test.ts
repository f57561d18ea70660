import type { BinaryFacts, GoFacts } from '@gosymbols/inspect';
import { expect, test } from 'vitest';
import type { Attribution } from '../attribution/attribution.ts';
import type { SizeReport } from '../report.ts';
import { compareSizes } from './compare-sizes.ts';
import type { Measured } from './measured.ts';

const go = (more: Partial<GoFacts> = {}): GoFacts => ({
  version: 'go1.26.8',
  dependencies: [{ path: 'gopkg.in/yaml.v3', version: 'v3.0.0' }],
  settings: { '-trimpath': 'true' },
  ...more,
});

const facts = (more: Partial<BinaryFacts> = {}): BinaryFacts => ({
  path: 'api',
  size: 1000,
  kind: 'elf',
  platform: { os: 'linux', arch: 'amd64' },
  buildIds: { file: '00'.repeat(16) },
  sections: [],
  go: go(),
  warnings: [],
  ...more,
});

const named = (method: Attribution['method'], rows: Record<string, number>): Attribution => ({
  method,
  packages: Object.entries(rows).map(([path, bytes]) => ({
    path,
    ...(path.startsWith('gopkg.in/') ? { module: path } : {}),
    bytes,
    code: bytes,
  })),
  remainder: [],
});

const sizes = (codeAndData: number, more: Partial<SizeReport> = {}): SizeReport => ({
  disk: codeAndData + 500,
  loaded: codeAndData,
  parts: { codeAndData, pclntab: 200, symbols: 100, debug: 150, padding: 50 },
  ...more,
});

const built = (
  codeAndData: number,
  more: Partial<BinaryFacts> = {},
  { packages, ...size }: Partial<SizeReport> & { packages?: Attribution } = {},
): Measured => ({
  facts: facts(more),
  sizes: sizes(codeAndData, size),
  ...(packages === undefined ? {} : { packages }),
});

const NOISE = { bytes: 4096, percent: 0.05 };

test('deltas of the parts sum to the delta of the file', () => {
  const { disk, parts } = compareSizes(built(10_000), built(16_000), NOISE);
  expect(disk).toEqual({ before: 10_500, after: 16_500, bytes: 6000 });
  for (const column of ['before', 'after', 'bytes'] as const)
    expect(Object.values(parts).reduce((sum, delta) => sum + delta[column], 0)).toBe(disk[column]);
  expect(parts.codeAndData.bytes).toBe(6000);
});

test.each([
  [4096, 10_000_000, true],
  [4097, 1000, false],
  [-4096, 10_000_000, true],
  [-4097, 1000, false],
  [5000, 10_000_000 - 500, true],
  [5001, 10_000_000 - 500, false],
])('a file that moves by %i from %i: noise is %s', (moved, before, noise) => {
  expect(compareSizes(built(before), built(before + moved), NOISE).isNoise).toBe(noise);
});

const unlike: [string, Partial<BinaryFacts>, Parameters<typeof built>[2], string[]][] = [
  ['nothing', {}, {}, []],
  ['toolchain', { go: go({ version: 'go1.27.0' }) }, {}, ['toolchain go1.26.8 → go1.27.0']],
  ['a flag', { go: go({ settings: {} }) }, {}, ['flags -trimpath=true → none']],
  [
    'linker flags, but not version stamps',
    { go: go({ settings: { '-trimpath': 'true', '-ldflags': '-s -w -X main.v=2 -linkmode=external' } }) },
    {},
    ['flags -trimpath=true → -trimpath=true -linkmode=external'],
  ],
  [
    'version stamps alone',
    { go: go({ settings: { '-trimpath': 'true', '-ldflags': '-X main.version=2' } }) },
    {},
    [],
  ],
  ['platform', { platform: { os: 'linux', arch: 'arm64' } }, {}, ['platform linux/amd64 → linux/arm64']],
  [
    'strip mode',
    { symtab: { symbols: 1, functions: 1 } },
    {},
    ['strip no symbol table, no DWARF → symbol table, no DWARF'],
  ],
  ['method', {}, { packages: named('pclntab', { main: 1 }) }, ['method symtab → pclntab']],
  ['wire method', {}, { wire: { bytes: 5, method: 'zstd-3' as 'gzip-6' } }, ['wire-method gzip-6 → zstd-3']],
];

test.each(unlike)('unlike: %s', (_, more, size, differences) => {
  const before = built(
    1000,
    {},
    { packages: named('symtab', { main: 1 }), wire: { bytes: 5, method: 'gzip-6' } },
  );
  const compared = compareSizes(
    before,
    built(1000, more, {
      packages: named('symtab', { main: 1 }),
      wire: { bytes: 7, method: 'gzip-6' },
      ...size,
    }),
    NOISE,
  );
  expect(compared.differences.map(({ code, message }) => `${code} ${message}`)).toEqual(differences);
  expect(compared.comparable).toBe(!differences.some((text) => text.startsWith('platform')));
  expect(compared.packages === undefined).toBe(differences.some((text) => text.startsWith('method')));
  expect(compared.wire === undefined).toBe(differences.some((text) => text.startsWith('wire')));
});

test('packages that moved, and the modules that brought them', () => {
  const before = built(
    1000,
    {},
    { packages: named('symtab', { main: 10, 'gopkg.in/yaml.v3': 50, gone: 5, same: 7 }) },
  );
  const after = built(
    1000,
    {
      go: go({
        dependencies: [
          { path: 'gopkg.in/yaml.v3', version: 'v3.0.1' },
          { path: 'example.com/new', version: 'v1.0.0', replace: { path: '../new', version: '' } },
        ],
      }),
    },
    { packages: named('symtab', { main: 12, 'gopkg.in/yaml.v3': 450, same: 7 }) },
  );
  const { packages, modules } = compareSizes(before, after, NOISE);
  expect(packages).toEqual([
    { path: 'gopkg.in/yaml.v3', module: 'gopkg.in/yaml.v3', before: 50, after: 450, bytes: 400 },
    { path: 'gone', before: 5, after: 0, bytes: -5 },
    { path: 'main', before: 10, after: 12, bytes: 2 },
  ]);
  expect(modules).toEqual([
    { path: 'gopkg.in/yaml.v3', before: 'v3.0.0', after: 'v3.0.1', bytes: 400 },
    { path: 'example.com/new', after: 'v1.0.0 => ../new', bytes: 0 },
  ]);
});
