import type { BinaryFacts } from '@gosymbols/inspect';
import type { Finding } from '@gosymbols/policy';
import type { BinaryRecord, HistoryPoint, ImageRecord, SymbolIndex } from '@gosymbols/record';
import { type SampleOptions, sampleIndex } from './sample-index.ts';
import { samplePackages } from './sample-packages.ts';

export interface SamplePullRequest {
  readonly index: SymbolIndex;
  readonly baseline: SymbolIndex;
}

export interface PullRequestOptions extends SampleOptions {
  /** Go packages of each binary. */
  readonly packages?: number;
  /** Bytes that binary `at` grew by. Default: the first 312 KiB, the second shrank by 9 KiB, the others did not move. */
  readonly grownBy?: (at: number) => number;
  readonly history?: number;
  readonly images?: { readonly now: readonly ImageRecord[]; readonly before: readonly ImageRecord[] };
}

/** A pull request that bumps two modules, against main. */
export function samplePullRequest(options: PullRequestOptions = {}): SamplePullRequest {
  const grownBy = options.grownBy ?? ((at: number) => [319_488, -9216][at] ?? 0);
  const then = sampleIndex(options);
  const baseline: SymbolIndex = {
    ...then,
    ...(options.images && { images: options.images.before }),
    createdAt: '2026-11-23T17:02:00.000Z',
    source: {
      repository: 'example.com/shop',
      commit: '8be21d0c4e7f9a3512cc60de9b7a1f5520e3d914',
      ref: 'refs/heads/main',
    },
    binaries: then.binaries.map((binary) => ({
      ...binary,
      packages: samplePackages(options.packages ?? 19),
    })),
  };
  const binaries = baseline.binaries.map((binary, at) => grown(binary, grownBy(at), at));
  return {
    baseline,
    index: {
      ...then,
      ...(options.images && { images: options.images.now }),
      source: { ...then.source, ref: 'refs/pull/218/merge' },
      binaries,
      baseline: {
        source: 'artifact',
        commit: baseline.source?.commit ?? '',
        distance: 2,
        createdAt: baseline.createdAt,
        why: 'the base that the pull request was merged into to build it; 2 commits before it',
        tried: [],
        history: historyOf(baseline, options.history ?? 24),
      },
      policy: {
        file: '.gosymbols.yml',
        verdict: (options.findings ?? []).some(({ severity }) => severity === 'error') ? 'fail' : 'pass',
        findings: options.findings ?? [],
        judged: binaries.map((binary) => ({
          artifact: binary.name,
          binary: binary.name,
          profile: 'release',
          limits: { disk: Math.ceil(((binary.split?.sizeAfter.disk ?? 0) * 1.08) / 1_048_576) * 1_048_576 },
        })),
      },
    },
  };
}

/** Two of the findings that such a change brings. */
export const GROWN_TOO_MUCH: Finding = {
  rule: 'SZ002',
  severity: 'error',
  artifact: 'api',
  message:
    'Grew by 312.0 KiB (5.3 %) on disk, from 5.7 MiB to 6.0 MiB; allowed: 256.0 KiB or 2 %, whichever is more.',
  measured: '312.0 KiB (5.3 %)',
  limit: '256.0 KiB or 2 %, whichever is more',
  next: 'See what grew with `gosymbols report --baseline`; make it smaller, or raise `max-increase` with a reason.',
  at: { file: '.gosymbols.yml', line: 23 },
};

const BUMPS: Readonly<Record<string, string>> = {
  'golang.org/x/net': 'v0.31.0',
  'google.golang.org/protobuf': 'v1.37.0',
};

function grown(binary: BinaryRecord, by: number, at: number): BinaryRecord {
  const { split, packages } = binary;
  if (split === undefined || packages === undefined) return binary;
  const wire = split.sizeAfter.wire;
  const disk = split.sizeAfter.disk + by;
  const [code, table] = [Math.round(by * 0.71), by - Math.round(by * 0.71)];
  const parts = split.sizeAfter.parts;
  return {
    ...binary,
    before: bumped(binary.before, by),
    packages: {
      ...packages,
      packages: packages.packages.map((row, place) => ({
        ...row,
        bytes:
          row.bytes +
          (row.module !== undefined && row.module in BUMPS
            ? Math.round(by / 5)
            : place === 16
              ? Math.round(by / 40)
              : 0),
      })),
    },
    whatIf: {
      none: { disk: binary.before.size + by, wire: Math.round((binary.before.size + by) * 0.52) },
      dwarf: { disk: disk + 522_000 + at * 900, wire: Math.round((disk + 522_000) * 0.42) },
      all: { disk, wire: Math.round(disk * 0.4) },
    },
    split: {
      ...split,
      after: bumped(split.after, by),
      sizeAfter: {
        ...split.sizeAfter,
        disk,
        parts: { ...parts, codeAndData: parts.codeAndData + code, pclntab: parts.pclntab + table },
        ...(wire === undefined ? {} : { wire: { ...wire, bytes: wire.bytes + Math.round(by * 0.4) } }),
      },
    },
  };
}

function bumped(facts: BinaryFacts, by: number): BinaryFacts {
  const { go } = facts;
  if (go === undefined || by <= 0) return facts;
  const dependencies = go.dependencies.map((module) => ({
    ...module,
    version: BUMPS[module.path] ?? module.version,
  }));
  return { ...facts, go: { ...go, dependencies } };
}

function historyOf({ binaries }: SymbolIndex, count: number): HistoryPoint[] {
  return Array.from({ length: count }, (_, at) => ({
    commit: (at + 1).toString(16).padStart(40, '7'),
    createdAt: new Date(Date.UTC(2026, 9, 28 + at, 9, 30)).toISOString(),
    binaries: binaries.map(({ name, split }, place) => {
      const disk = split?.sizeAfter.disk ?? 0;
      const past = disk - (count - 1 - at) * 14_000 - ((at * 7 + place * 3) % 5) * 9_000;
      return { name, disk: past, wire: Math.round(past * 0.4) };
    }),
  }));
}
