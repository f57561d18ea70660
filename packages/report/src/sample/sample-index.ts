import { createHash } from 'node:crypto';
import type { BinaryFacts, GoModule } from '@gosymbols/inspect';
import type { Finding } from '@gosymbols/policy';
import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import type { Parts } from '@gosymbols/size';
import type { Claim } from '@gosymbols/split';
import { SAMPLE_BYTES, sampleSections } from './sample-sections.ts';

export interface SampleOptions {
  readonly names?: readonly string[];
  readonly findings?: readonly Finding[];
  readonly published?: boolean;
  readonly modules?: number;
  readonly wire?: boolean;
}

/** A symbol index with plausible binaries; their section tables are those of a real server, scaled. */
export function sampleIndex(options: SampleOptions = {}): SymbolIndex {
  const names = options.names ?? ['api', 'worker'];
  const findings = options.findings ?? [];
  const failed = findings.some((finding) => finding.severity === 'error');
  return {
    schemaVersion: 1,
    tool: { name: 'gosymbols', version: '0.1.0' },
    createdAt: '2026-11-24T09:30:00.000Z',
    source: {
      repository: 'example.com/shop',
      commit: '4f1c9a7be02d53c8f6a1d9e07b34825cc1ab6e90',
      ref: 'refs/heads/main',
    },
    binaries: names.map((name, at) => sampleBinary(name, at, options)),
    policy: { file: '.gosymbols.yml', verdict: failed ? 'fail' : 'pass', findings },
    gate: { store: 'oci-layout:dist/symbols', verdict: 'pass', findings: [] },
  };
}

/** Names for a large index. */
export function manyNames(count: number): string[] {
  const roots = [
    'api',
    'worker',
    'scheduler',
    'gateway',
    'billing',
    'mailer',
    'search',
    'thumbnailer',
    'ledger',
    'exporter',
  ];
  return Array.from({ length: count }, (_, at) => {
    const root = roots[at % roots.length] ?? 'api';
    return at < roots.length
      ? root
      : `${root}-${['linux-arm64', 'canary', 'internal', 'edge', 'batch', 'eu'][Math.floor(at / roots.length) % 6]}-${at}`;
  });
}

function sampleBinary(name: string, at: number, options: SampleOptions): BinaryRecord {
  const scale = 1 + ((at * 37) % 23) / 14;
  const before = sampleFacts(name, at, scale, options.modules ?? 14);
  const sections = before.sections.filter((section) => !/^\.(debug_|symtab|strtab)/.test(section.name));
  const lost = partsOf(before).debug + partsOf(before).symbols;
  const { dwarf: _dwarf, symtab: _symtab, ...rest } = before;
  const after: BinaryFacts = {
    ...rest,
    size: before.size - lost,
    sections,
    debugLink: { file: `${name}.debug`, crc32: 0x5eed },
  };
  const debugDigest = hash(`${name}.debug`);
  const id = before.buildIds.gnu ?? '';
  return {
    name,
    path: name,
    platform: { os: 'linux', arch: at % 3 === 2 ? 'arm64' : 'amd64' },
    producer: { tool: 'go', version: 'go1.26.8', target: `./cmd/${name}`, flags: ['-trimpath'] },
    before,
    levelBefore: 'D3',
    sizeBefore: {
      disk: before.size,
      loaded: before.size + 40_000,
      parts: partsOf(before),
      ...(options.wire === false
        ? {}
        : { wire: { bytes: Math.round(before.size * 0.52), method: 'gzip-6' } }),
    },
    split: {
      strip: 'all',
      original: { size: before.size, digest: `sha256:${hash(name)}` },
      stripped: { path: name, size: after.size, digest: `sha256:${hash(`${name}.stripped`)}` },
      debug: {
        path: `${name}.debug`,
        size: Math.round(lost * 2.1),
        digest: `sha256:${debugDigest}`,
        crc32: 0x5eed,
        compression: 'none',
      },
      proof: { holds: true, claims: sampleClaims(before) },
      after,
      levelAfter: 'D1',
      levelWithDebug: 'D3',
      sizeAfter: {
        disk: after.size,
        loaded: before.size + 40_000,
        parts: partsOf(after),
        ...(options.wire === false
          ? {}
          : { wire: { bytes: Math.round(after.size * 0.4), method: 'gzip-6' } }),
      },
    },
    receipts:
      options.published === false
        ? []
        : [
            {
              store: 'oci-layout:dist/symbols',
              tag: `build-id-${id}`,
              digest: `sha256:${hash(`${name}.manifest`)}`,
              mediaType: 'application/vnd.oci.image.manifest.v1+json',
              debugDigest: `sha256:${debugDigest}`,
              layerBytes: Math.round(lost * 0.55),
              existed: false,
              verified: true,
            },
          ],
  };
}

function sampleFacts(name: string, at: number, scale: number, modules: number): BinaryFacts {
  const sections = sampleSections(scale);
  return {
    path: `dist/${name}`,
    size: Math.round(SAMPLE_BYTES * scale),
    kind: 'elf',
    platform: { os: 'linux', arch: at % 3 === 2 ? 'arm64' : 'amd64' },
    buildIds: {
      gnu: hash(name).slice(0, 40),
      go: 'HEwlez-xyCI1x8vtdu7P/QgV_KF_Lrqc-7PzyHHS3/JBJIAKjQ3H7OpgScDxb9/O1ZBPu3CQSqrW2cwObgi',
      file: hash(`${name}.file`).slice(0, 32),
    },
    sections,
    go: {
      version: 'go1.26.8',
      mainPackage: `example.com/shop/cmd/${name}`,
      dependencies: sampleModules(modules + (at % 2)),
      settings: { '-trimpath': 'true', CGO_ENABLED: '1', GOARCH: 'amd64', GOOS: 'linux' },
    },
    pclntab: { version: '1.20', functions: Math.round(5231 * scale), size: 0x216993, named: 1 },
    symtab: { symbols: 8942, functions: 5231, coverage: 1 },
    dwarf: {
      versions: [5],
      units: 214,
      functions: Math.round(5198 * scale),
      coverage: 0.998,
      producers: [{ producer: 'Go cmd/compile go1.26.8; regabi', units: 60 }],
      unoptimised: false,
      compression: 'zlib',
      size: 4_100_000,
      fileSize: 2_100_000,
    },
    warnings: [],
  };
}

function partsOf(facts: BinaryFacts): Parts {
  const sum = (test: RegExp): number =>
    facts.sections
      .filter((section) => test.test(section.name))
      .reduce((total, section) => total + section.fileSize, 0);
  const debug = sum(/^\.debug_/);
  const symbols = sum(/^\.(symtab|strtab)/);
  const pclntab = sum(/gopclntab/);
  const all = sum(/^\./);
  return { codeAndData: all - debug - symbols - pclntab, pclntab, symbols, debug, padding: facts.size - all };
}

function sampleClaims(before: BinaryFacts): Claim[] {
  const functions = before.pclntab?.functions ?? 0;
  return [
    {
      point: 1,
      id: 'loaded-bytes',
      holds: true,
      detail: `20 allocated sections and ${before.size.toLocaleString('en')} loaded bytes compared: identical.`,
    },
    {
      point: 2,
      id: 'load-layout',
      holds: true,
      detail: 'Entry point and 10 program headers are unchanged and in order.',
    },
    {
      point: 3,
      id: 'section-placement',
      holds: true,
      detail: '20 section headers of the debug file match addresses and sizes.',
    },
    {
      point: 4,
      id: 'debug-content',
      holds: true,
      detail: '10 debug sections are byte-identical, decompressed.',
    },
    {
      point: 5,
      id: 'identity',
      holds: true,
      detail: 'Same build ID in both; the debuglink CRC is that of the debug file.',
    },
    {
      point: 6,
      id: 'agreement',
      holds: true,
      detail: `${functions.toLocaleString('en')} of ${functions.toLocaleString('en')} function names agree between pclntab and DWARF.`,
    },
  ];
}

function sampleModules(count: number): GoModule[] {
  const known = [
    'golang.org/x/net',
    'golang.org/x/sys',
    'golang.org/x/text',
    'golang.org/x/sync',
    'google.golang.org/protobuf',
    'gopkg.in/yaml.v3',
  ];
  return Array.from({ length: count }, (_, at) => ({
    path: known[at] ?? `example.org/lib/module-${at}`,
    version: `v0.${(at * 7) % 40}.${at % 9}`,
  }));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
