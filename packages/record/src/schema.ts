import * as v from 'valibot';
import { MAX_CREATED_BY } from './image-record.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const digest = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/, 'not sha256:<64 hex digits>'));
const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]+$/, 'not lower-case hex'));
const level = v.picklist(['D0', 'D1', 'D2', 'D3', 'D3*', 'D4']);
const verdict = v.picklist(['pass', 'fail']);
const platform = v.object({ os: v.string(), arch: v.string(), variant: v.optional(v.string()) });

const text = v.optional(v.string());

const goModule = v.looseObject({
  path: v.string(),
  version: v.string(),
  replace: v.optional(v.looseObject({ path: v.string(), version: text })),
});

const facts = v.looseObject({
  path: v.string(),
  size: count,
  kind: v.string(),
  platform: v.optional(platform),
  buildIds: v.object({
    gnu: v.optional(hex),
    go: v.optional(v.string()),
    file: hex,
    constant: v.optional(v.string()),
  }),
  sections: v.array(
    v.looseObject({ name: v.string(), offset: count, size: count, fileSize: count, flags: v.string() }),
  ),
  elf: v.optional(v.looseObject({ machine: v.string(), loadedBytes: count })),
  go: v.optional(
    v.looseObject({
      version: v.string(),
      mainPackage: text,
      dependencies: v.array(goModule),
      settings: v.record(v.string(), v.string()),
    }),
  ),
  pclntab: v.optional(v.looseObject({ version: v.string(), functions: count, size: count, named: share })),
  symtab: v.optional(v.looseObject({ symbols: count, functions: count, coverage: v.optional(share) })),
  dwarf: v.optional(
    v.looseObject({
      versions: v.array(v.number()),
      units: count,
      functions: count,
      coverage: v.optional(share),
    }),
  ),
  warnings: v.array(v.object({ code: v.string(), message: v.string() })),
});

const fileRecord = v.looseObject({ path: v.string(), size: count, digest });

/** The largest programs have some thousands of packages. */
const MAX_ROWS = 50_000;

const packages = v.looseObject({
  method: v.picklist(['symtab', 'dwarf', 'pclntab']),
  packages: v.pipe(
    v.array(
      v.looseObject({
        path: v.string(),
        module: v.optional(v.string()),
        bytes: count,
        code: v.optional(count),
      }),
    ),
    v.maxLength(MAX_ROWS),
  ),
  remainder: v.optional(
    v.pipe(v.array(v.looseObject({ section: v.string(), bytes: count })), v.maxLength(MAX_ROWS)),
  ),
});

const size = v.looseObject({
  disk: count,
  wire: v.optional(v.object({ bytes: count, method: v.string() })),
  loaded: count,
  parts: v.object({ codeAndData: count, pclntab: count, symbols: count, debug: count, padding: count }),
});

const proof = v.object({
  holds: v.boolean(),
  claims: v.array(
    v.looseObject({ point: v.number(), id: v.string(), holds: v.boolean(), detail: v.string() }),
  ),
});

const split = v.looseObject({
  strip: v.picklist(['all', 'dwarf', 'none']),
  original: v.object({ size: count, digest }),
  stripped: fileRecord,
  debug: v.optional(v.looseObject({ ...fileRecord.entries, crc32: count, compression: v.string() })),
  proof,
  after: facts,
  levelAfter: level,
  levelWithDebug: level,
  sizeAfter: size,
});

const receipt = v.looseObject({
  store: v.string(),
  tag: v.string(),
  digest,
  debugDigest: digest,
  layerBytes: count,
  existed: v.boolean(),
  verified: v.boolean(),
});

const finding = v.looseObject({
  rule: v.string(),
  severity: v.picklist(['error', 'warning', 'notice']),
  artifact: v.string(),
  message: v.string(),
  measured: text,
  limit: text,
  next: v.string(),
  at: v.optional(v.looseObject({ file: v.string(), line: count })),
});

const sizes = v.looseObject({ disk: count, wire: v.optional(count) });

const judged = v.looseObject({
  artifact: v.string(),
  binary: v.string(),
  profile: text,
  limits: v.optional(v.looseObject({ disk: v.optional(count), wire: v.optional(count) })),
});

const historyPoint = v.looseObject({
  commit: v.string(),
  createdAt: v.string(),
  binaries: v.array(v.looseObject({ name: v.string(), disk: count, wire: v.optional(count) })),
});

const baselineSource = v.picklist(['artifact', 'branch', 'build', 'file', 'none']);

const baseline = v.looseObject({
  source: baselineSource,
  commit: text,
  distance: v.optional(count),
  createdAt: text,
  why: v.string(),
  tried: v.array(v.looseObject({ source: baselineSource, why: v.string() })),
  history: v.optional(v.array(historyPoint)),
});

const binary = v.looseObject({
  name: v.string(),
  path: v.string(),
  platform: v.optional(platform),
  producer: v.looseObject({
    tool: v.picklist(['go', 'goreleaser', 'bazel', 'unknown']),
    version: text,
    target: text,
    flags: v.optional(v.array(v.string())),
  }),
  before: facts,
  levelBefore: level,
  sizeBefore: v.optional(size),
  split: v.optional(split),
  receipts: v.optional(v.array(receipt)),
  packages: v.optional(packages),
  whatIf: v.optional(
    v.looseObject({ all: v.optional(sizes), dwarf: v.optional(sizes), none: v.optional(sizes) }),
  ),
});

/** overlayfs mounts no more (packages/image). */
const MAX_LAYERS = 500;

const image = v.looseObject({
  artifact: v.string(),
  name: v.string(),
  digest: v.optional(digest),
  platform: v.optional(platform),
  size: count,
  wire: count,
  layers: v.pipe(
    v.array(
      v.looseObject({
        diffId: digest,
        wire: count,
        size: count,
        waste: count,
        compression: v.string(),
        createdBy: v.optional(v.pipe(v.string(), v.maxLength(MAX_CREATED_BY))),
      }),
    ),
    v.maxLength(MAX_LAYERS),
  ),
  waste: v.looseObject({
    bytes: count,
    files: count,
    paths: v.pipe(v.array(v.looseObject({ path: v.string(), bytes: count })), v.maxLength(1000)),
  }),
  binaries: v.pipe(v.array(binary), v.maxLength(10_000)),
});

/** Shape of gosymbols.json, schema version 1. Unknown extra keys are kept: a later minor version may add them. */
export const symbolIndex: v.GenericSchema = v.looseObject({
  schemaVersion: v.literal(1),
  tool: v.looseObject({ name: v.literal('gosymbols'), version: v.string() }),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  source: v.optional(v.looseObject({ repository: text, commit: text, ref: text })),
  release: v.optional(v.looseObject({ project: text, version: text, tag: text })),
  binaries: v.pipe(v.array(binary), v.maxLength(10_000)),
  images: v.optional(v.pipe(v.array(image), v.maxLength(1000))),
  baseline: v.optional(baseline),
  policy: v.optional(
    v.looseObject({
      verdict,
      findings: v.array(finding),
      file: v.string(),
      judged: v.optional(v.array(judged)),
    }),
  ),
  gate: v.optional(v.looseObject({ verdict, findings: v.array(finding), store: v.string() })),
});
