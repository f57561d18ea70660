import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BinaryFacts } from '@gosymbols/inspect';
import { type BinaryRecord, newIndex, writeIndex } from '@gosymbols/record';
import { measureFile } from '@gosymbols/size';

/** Writes `dist/api` (stripped), `dist/api.debug` and `dist/gosymbols.json` into a folder, for tests; gives the index path. */
export async function writeExample(
  folder: string,
  more: { readonly stripped?: Buffer; readonly name?: string } = {},
): Promise<string> {
  const { stripped = Buffer.alloc(70_000, 'go'), name = 'api' } = more;
  const debug = Buffer.alloc(30_000, 'debug');
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await writeFile(join(dist, name), stripped);
  await writeFile(join(dist, `${name}.debug`), debug);
  const before = exampleFacts(name, 100_000);
  const { symtab: _, dwarf: __, ...rest } = before;
  const after: BinaryFacts = { ...rest, size: stripped.length, sections: [] };
  const record: BinaryRecord = {
    name,
    path: name,
    platform: { os: 'linux', arch: 'amd64' },
    producer: { tool: 'go' },
    before,
    levelBefore: 'D3',
    sizeBefore: await measureFile(name, before, { wire: false }),
    split: {
      strip: 'all',
      original: { size: before.size, digest: digestOf(Buffer.from('original')) },
      stripped: { path: name, size: stripped.length, digest: digestOf(stripped) },
      debug: {
        path: `${name}.debug`,
        size: debug.length,
        digest: digestOf(debug),
        crc32: 1,
        compression: 'none',
      },
      proof: { holds: true, claims: [] },
      after,
      levelAfter: 'D1',
      levelWithDebug: 'D3',
      sizeAfter: await measureFile(name, after, { wire: false }),
    },
  };
  const path = join(dist, 'gosymbols.json');
  await writeIndex(path, newIndex([record], { now: new Date('2026-06-01T00:00:00Z'), env: {} }));
  return path;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function exampleFacts(path: string, size: number): BinaryFacts {
  return {
    path,
    size,
    kind: 'elf',
    platform: { os: 'linux', arch: 'amd64' },
    buildIds: { gnu: '5f2c8a4be09d3317c6a1f0e2d47b96a8830c5d1e', file: '00'.repeat(16) },
    elf: {
      class: 64,
      order: 'little',
      type: 'exec',
      machine: 'x86-64',
      entry: '0x401000',
      loadedBytes: 60_000,
    },
    sections: [],
    go: { version: 'go1.26.8', dependencies: [], settings: {} },
    pclntab: { version: '1.20', functions: 100, size: 9_000, named: 1 },
    symtab: { symbols: 200, functions: 100, coverage: 1 },
    dwarf: {
      versions: [5],
      units: 10,
      functions: 100,
      coverage: 1,
      producers: [{ producer: 'Go cmd/compile go1.26.8; regabi', units: 60 }],
      unoptimised: false,
      compression: 'zlib',
      size: 30_000,
      fileSize: 20_000,
    },
    warnings: [],
  };
}
