import { expect, test } from 'vitest';
import type { ImageRecord } from './image-record.ts';
import { mergeIndexes } from './merge-indexes.ts';
import type { BinaryRecord, SymbolIndex } from './symbol-index.ts';

function leg(names: readonly string[], arch: string, verdict: 'pass' | 'fail'): SymbolIndex {
  const binaries = names.map((name) => ({
    name,
    path: name,
    platform: { os: 'linux', arch },
    producer: { tool: 'go' },
    before: { path: name, size: 1, kind: 'elf', buildIds: { file: '00' }, sections: [], warnings: [] },
    levelBefore: 'D3',
  })) as readonly unknown[] as BinaryRecord[];
  const finding = { rule: 'SZ001', severity: 'error' as const, artifact: 'api', message: 'm', next: 'n' };
  return {
    schemaVersion: 1,
    tool: { name: 'gosymbols', version: '0.1.0' },
    createdAt: `2026-01-0${arch.length}T00:00:00.000Z`,
    binaries,
    policy: {
      file: '.gosymbols.yml',
      verdict,
      findings: verdict === 'fail' ? [finding] : [],
      judged: [{ artifact: 'api', binary: 'api', profile: arch }],
    },
  };
}

test('legs of a matrix become one index: names unique, paths moved, the worst verdict', () => {
  const merged = mergeIndexes(
    [
      { index: leg(['api', 'worker'], 'amd64', 'pass'), path: '/w/amd64/gosymbols.json' },
      { index: leg(['api'], 'arm64', 'fail'), path: '/w/arm64/gosymbols.json' },
    ],
    '/w/gosymbols.json',
  );
  expect(merged.binaries.map(({ name, path }) => [name, path])).toEqual([
    ['api_linux_amd64', 'amd64/api'],
    ['worker', 'amd64/worker'],
    ['api_linux_arm64', 'arm64/api'],
  ]);
  expect(merged.policy).toMatchObject({
    verdict: 'fail',
    findings: [{ artifact: 'api_linux_arm64' }],
    judged: [
      { binary: 'api_linux_amd64', profile: 'amd64' },
      { binary: 'api_linux_arm64', profile: 'arm64' },
    ],
  });
});

test('one leg is itself', () => {
  const index = leg(['api'], 'amd64', 'pass');
  expect(mergeIndexes([{ index, path: '/a/gosymbols.json' }], '/b/gosymbols.json')).toBe(index);
});

test('an image that two legs judged is one image; the paths within it stay', () => {
  const image = (artifact: string, arch: string): ImageRecord => ({
    artifact,
    name: 'ghcr.io/acme/api',
    platform: { os: 'linux', arch },
    size: 1,
    wire: 1,
    layers: [],
    waste: { bytes: 0, files: 0, paths: [] },
    binaries: leg(['/usr/bin/api'], arch, 'pass').binaries,
  });
  const merged = mergeIndexes(
    [
      { index: { ...leg(['a'], 'amd64', 'pass'), images: [image('api', 'amd64')] }, path: '/w/one/i.json' },
      {
        index: { ...leg(['b'], 'arm64', 'pass'), images: [image('api', 'amd64'), image('api', 'arm64')] },
        path: '/w/two/i.json',
      },
      { index: leg(['c'], 'arm64', 'pass'), path: '/w/three/i.json' },
    ],
    '/w/i.json',
  );
  expect(merged.images?.map(({ platform, binaries }) => [platform?.arch, binaries[0]?.path])).toEqual([
    ['amd64', '/usr/bin/api'],
    ['arm64', '/usr/bin/api'],
  ]);
});
