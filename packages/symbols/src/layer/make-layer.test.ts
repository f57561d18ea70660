import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { digestOfBytes } from '@gosymbols/oci';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { debugBytes, debugFile } from '../testing/debug-file.ts';
import { FRAME_DIGESTS_MAGIC, SEEK_FOOTER_MAGIC, SEEK_TABLE_MAGIC } from './frame-index.ts';
import { type LayerCompression, makeLayer } from './make-layer.ts';
import { FRAME_BYTES } from './zstd-frames.ts';

const NAME = 'usr/lib/debug/.build-id/ab/cdef0123.debug';

async function layerOf(
  compression: LayerCompression,
  size: number,
  time = 0,
): Promise<{ bytes: Buffer; diffId: string; digest: string }> {
  await using directory = await temporaryDirectory();
  const { path, debug } = await debugFile(directory.path, { size });
  await using layer = await makeLayer({
    content: 'debug',
    files: [{ path, name: NAME, ...debug }],
    time,
    compression,
    tempDir: directory.path,
  });
  const bytes = Buffer.concat(await layer.blob.open().toArray());
  expect(layer.descriptor.size).toBe(bytes.length);
  expect(digestOfBytes(bytes)).toBe(layer.descriptor.digest);
  return { bytes, diffId: layer.diffId, digest: layer.descriptor.digest };
}

/** Frames by the seek table, as a reader by range would cut them. */
function framesOf(layer: Buffer): { frames: Buffer[]; plain: number[] } {
  const footer = layer.length - 9;
  expect(layer.readUInt32LE(footer + 5)).toBe(SEEK_FOOTER_MAGIC);
  expect(layer.readUInt8(footer + 4)).toBe(0);
  const count = layer.readUInt32LE(footer);
  const table = footer - count * 8;
  expect(layer.readUInt32LE(table - 8)).toBe(SEEK_TABLE_MAGIC);
  expect(layer.readUInt32LE(table - 4)).toBe(count * 8 + 9);
  const frames: Buffer[] = [];
  const plain: number[] = [];
  let at = 0;
  for (let entry = table; entry < footer; entry += 8) {
    const size = layer.readUInt32LE(entry);
    frames.push(layer.subarray(at, at + size));
    plain.push(layer.readUInt32LE(entry + 4));
    at += size;
  }
  expect(at).toBe(table - 8);
  // The frame of digests is listed as one that holds nothing.
  const digests = frames.pop();
  expect(plain.pop()).toBe(0);
  expect(digests?.readUInt32LE(0)).toBe(FRAME_DIGESTS_MAGIC);
  const said = frames.map((_, index) => digests?.subarray(8 + index * 32, 40 + index * 32).toString('hex'));
  expect(said).toEqual(frames.map((frame) => createHash('sha256').update(frame).digest('hex')));
  return { frames, plain };
}

test('zstd: each frame of the seek table stands alone and gives what the table says', async () => {
  const layer = await layerOf('zstd', 3_000_000);
  const { frames, plain } = framesOf(layer.bytes);
  const pieces = frames.map((frame) => zstdDecompressSync(frame));
  expect(pieces.map(({ length }) => length)).toEqual(plain);
  expect(plain.slice(0, -1).every((length) => length === FRAME_BYTES)).toBe(true);
  expect(digestOfBytes(Buffer.concat(pieces))).toBe(layer.diffId);
});

test.each([0, 1, 511, 512, 513, FRAME_BYTES - 7 * 512, FRAME_BYTES])(
  'a debug file of %d bytes',
  async (size) => {
    const { frames } = framesOf((await layerOf('zstd', size)).bytes);
    const entries: {
      name: string;
      size: number;
      uid: number;
      mode: number;
      type: unknown;
      content: Buffer;
    }[] = [];
    const reader = extract();
    Readable.from(frames.map((frame) => zstdDecompressSync(frame))).pipe(reader);
    for await (const entry of reader) {
      const { name, uid = -1, mode = -1, type, size: length = -1 } = entry.header;
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece as Buffer);
      entries.push({ name, size: length, uid, mode, type, content: Buffer.concat(pieces) });
    }
    expect(entries.map(({ name }) => name)).toEqual([
      'usr/',
      'usr/lib/',
      'usr/lib/debug/',
      'usr/lib/debug/.build-id/',
      'usr/lib/debug/.build-id/ab/',
      'usr/lib/debug/.build-id/ab/cdef0123.debug',
    ]);
    expect(entries.every(({ uid }) => uid === 0)).toBe(true);
    expect(entries.map(({ mode }) => mode)).toEqual([...Array(5).fill(0o755), 0o644]);
    expect(entries.at(-1)?.content.equals(debugBytes('api', size))).toBe(true);
  },
);

test('gzip: the same tar', async () => {
  const [gzip, zstd] = [await layerOf('gzip', 1_000_000), await layerOf('zstd', 1_000_000)];
  expect(digestOfBytes(gunzipSync(gzip.bytes))).toBe(gzip.diffId);
  expect(gzip.diffId).toBe(zstd.diffId);
});

test.each(['zstd', 'gzip'] as const)(
  '%s: the same input gives the same digest, another time another',
  async (compression) => {
    const digests = await Promise.all(
      [0, 0, 1].map(async (time) => (await layerOf(compression, 2_500_000, time)).digest),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  },
);

test.each(['same size', 'shorter', 'longer'])(
  'a debug file that changed (%s) is refused, and nothing is left',
  async (how) => {
    await using directory = await temporaryDirectory();
    const { path, debug } = await debugFile(directory.path, { size: 100_000 });
    const bytes = await readFile(path);
    bytes[5] = 0xff;
    await writeFile(
      path,
      { 'same size': bytes, shorter: bytes.subarray(1), longer: Buffer.concat([bytes, bytes]) }[how] ?? '',
    );
    const made = makeLayer({
      content: 'debug',
      files: [{ path, name: NAME, size: debug.size, digest: debug.digest }],
      time: 0,
      compression: 'zstd',
      tempDir: directory.path,
    });
    await expect(made).rejects.toMatchObject({ kind: 'request', code: 'DEBUG_FILE_CHANGED', file: path });
    expect(await readdir(directory.path)).toHaveLength(1);
  },
);
