import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { makeLayer } from '../packages/symbols/src/layer/make-layer.ts';
import type { Binary } from './binaries.ts';
import { type Contestant, measure } from './measure.ts';
import { megabytes, type Table } from './table.ts';

/** What ends up stored of one debug file. */
export interface Stored {
  readonly name: string;
  /** Bytes of the debug file. */
  readonly raw: number;
  /** Bytes of the layer that `publish` makes of it. */
  readonly zstdLayer: number;
  readonly zstdSeconds: number;
  /** Bytes after gzip -6 of the bare file: what most others store. */
  readonly gzip: number;
}

/** Makes each debug file of `input` and packs it. */
export async function storedSizes(
  dist: string,
  gnu: Contestant | undefined,
  input: string,
  scratch: string,
): Promise<Stored[]> {
  const makers = ['none', 'keep', 'zlib', 'zstd'].map(
    (compress) => [`gosymbols --compress ${compress}`, splitAs(dist, compress)] as const,
  );
  const rows: Stored[] = [];
  for (const [name, contestant] of gnu === undefined ? makers : [...makers, [gnu.name, gnu] as const]) {
    measure(contestant, input, scratch);
    const path = join(scratch, 'out', 'app.debug');
    const start = performance.now();
    const zstdLayer = await layerSize(path, scratch);
    const zstdSeconds = (performance.now() - start) / 1000;
    rows.push({ name, raw: statSync(path).size, zstdLayer, zstdSeconds, gzip: await gzipSize(path) });
  }
  return rows;
}

function splitAs(dist: string, compress: string): Contestant {
  const more = ['--no-wire', '--compress', compress];
  return {
    name: compress,
    argv: (input, out) => [process.execPath, `${dist}/cli.js`, 'split', input, '--out-dir', out, ...more],
  };
}

async function layerSize(path: string, tempDir: string): Promise<number> {
  await using layer = await makeLayer({
    content: 'debug',
    files: [{ path, name: 'usr/lib/debug/.build-id/ab/cdef.debug', size: statSync(path).size }],
    time: 0,
    compression: 'zstd',
    tempDir,
  });
  return layer.descriptor.size;
}

async function gzipSize(path: string): Promise<number> {
  const gzip = createGzip({ level: 6 });
  const done = pipeline(createReadStream(path), gzip);
  let size = 0;
  for await (const chunk of Readable.from(gzip)) size += (chunk as Buffer).length;
  await done;
  return size;
}

export function storedTable(binary: Binary, rows: readonly Stored[]): Table {
  return {
    title: `What is stored of the debug file of ${binary.name}, in MB`,
    rows: [
      ['Debug file of', 'As it is', 'Our zstd layer', 'Made in s', 'gzip -6 of it'],
      ...rows.map(({ name, raw, zstdLayer, zstdSeconds, gzip }) => [
        name,
        megabytes(raw),
        megabytes(zstdLayer),
        zstdSeconds.toFixed(2),
        megabytes(gzip),
      ]),
    ],
  };
}
