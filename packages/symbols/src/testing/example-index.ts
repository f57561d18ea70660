import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debugFile } from './debug-file.ts';
import { noteElf } from './note-elf.ts';

export interface ExampleBinary {
  readonly name: string;
  readonly gnu?: string;
  readonly go?: string;
  readonly constant?: string;
  /** Content of the debug file. */
  readonly seed?: string;
  readonly proven?: boolean;
  readonly arch?: string;
  /** Not split: a record without debug file. */
  readonly whole?: boolean;
}

/** OTel profiling file ID of a file below 4096 bytes: the first and the last block are the whole of it. */
function fileIdOf(bytes: Buffer): string {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return createHash('sha256').update(bytes).update(bytes).update(length).digest('hex').slice(0, 32);
}

/** `dist/<name>`, `dist/<name>-<seed>.debug` and `dist/gosymbols.json` as a split writes them; gives the index path. */
export async function exampleIndex(
  directory: string,
  binaries: readonly ExampleBinary[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const dist = join(directory, 'dist');
  await mkdir(dist, { recursive: true });
  const records = await Promise.all(binaries.map((binary) => recordOf(dist, binary)));
  const path = join(dist, 'gosymbols.json');
  const tool = { name: 'gosymbols', version: '0.1.0' };
  const index = { schemaVersion: 1, tool, createdAt: '2026-01-01T00:00:00.000Z', ...more, binaries: records };
  await writeFile(path, JSON.stringify(index));
  return path;
}

async function recordOf(dist: string, binary: ExampleBinary): Promise<unknown> {
  const {
    name,
    gnu = createHash('sha1').update(name).digest('hex'),
    go = `${name}/a/b/c`,
    seed = name,
  } = binary;
  const bytes = noteElf({ gnu, go, filler: name });
  await writeFile(join(dist, name), bytes);
  const debug = await debugFile(dist, { name, seed, size: 40_000 });
  const platform = { os: 'linux', arch: binary.arch ?? 'amd64' };
  const constant = binary.constant === undefined ? {} : { constant: binary.constant };
  const facts = {
    path: name,
    size: bytes.length,
    kind: 'elf',
    platform,
    buildIds: { gnu, go, file: fileIdOf(bytes), ...constant },
    sections: [],
    warnings: [],
  };
  const size = {
    disk: bytes.length,
    loaded: 0,
    parts: { codeAndData: 0, pclntab: 0, symbols: 0, debug: 0, padding: bytes.length },
  };
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const holds = binary.proven ?? true;
  return {
    name,
    path: name,
    platform,
    producer: { tool: 'go' },
    before: facts,
    levelBefore: 'D3',
    ...(binary.whole === true
      ? {}
      : {
          split: {
            strip: 'all',
            original: { size: bytes.length, digest },
            stripped: { path: name, size: bytes.length, digest },
            debug: { path: `${name}-${seed}.debug`, ...debug.debug, crc32: 1, compression: 'none' },
            proof: {
              holds,
              claims: [{ point: 4, id: 'debug-content', holds, detail: 'said by the example' }],
            },
            after: facts,
            levelAfter: 'D1',
            levelWithDebug: 'D3',
            sizeAfter: size,
          },
        }),
  };
}
