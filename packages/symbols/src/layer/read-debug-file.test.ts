import { Readable } from 'node:stream';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import {
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
} from '@gosymbols/oci';
import { collected } from '@gosymbols/oci/testing/collected';
import { expect, test } from 'vitest';
import { debugBytes } from '../testing/debug-file.ts';
import { decompressed } from './decompress.ts';
import { readDebugFile } from './read-debug-file.ts';
import { encodeTarHeader } from './tar-header.ts';

const name = 'usr/lib/debug/.build-id/ab/cd.debug';
const content = debugBytes('x', 700_000);
const wanted = { path: '.build-id/ab/cd.debug', size: content.length };
const END = Buffer.alloc(1024);

const directory = (path: string): Buffer => encodeTarHeader({ name: path, kind: 'directory', size: 0 }, 0);
const file = (path: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    encodeTarHeader({ name: path, kind: 'file', size: bytes.length }, 0),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ]);
const linked = (type: string): Buffer => {
  const block = encodeTarHeader({ name, kind: 'file', size: 0 }, 0);
  block.write(type, 156);
  block.write('/etc/passwd', 157);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
};

/** Cuts the input into pieces of odd sizes, as a network does. */
function piecesOf(bytes: Buffer, size = 1000): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return Readable.from(pieces);
}

async function read(layer: Buffer, mediaType: string, pieces?: number): Promise<Buffer> {
  const tar = decompressed(piecesOf(layer, pieces), mediaType, 'a layer');
  return Buffer.concat(await collected(readDebugFile(tar, wanted, 'a layer')));
}

const TAR = Buffer.concat([directory('usr/'), directory('usr/lib'), file(name, content), END]);
const zstd = (bytes: Buffer, checksum: 0 | 1): Buffer =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: checksum } });
const SKIPPABLE = Buffer.from('5f2a4d1805000000aabbccddee', 'hex');

test.each([
  ['plain', TAR, MEDIA_TYPE_IMAGE_LAYER],
  ['gzip', gzipSync(TAR), MEDIA_TYPE_IMAGE_LAYER_GZIP],
  [
    'gzip in two members',
    Buffer.concat([gzipSync(TAR.subarray(0, 5000)), gzipSync(TAR.subarray(5000))]),
    MEDIA_TYPE_IMAGE_LAYER_GZIP,
  ],
  ['zstd in one frame', zstd(TAR, 0), MEDIA_TYPE_IMAGE_LAYER_ZSTD],
  [
    'zstd in several frames, with skippable ones',
    Buffer.concat([
      SKIPPABLE,
      zstd(TAR.subarray(0, 5000), 1),
      SKIPPABLE,
      zstd(TAR.subarray(5000), 0),
      zstd(Buffer.alloc(0), 1),
      SKIPPABLE,
    ]),
    MEDIA_TYPE_IMAGE_LAYER_ZSTD,
  ],
])('reads a %s layer', async (_what, layer, mediaType) => {
  expect((await read(layer, mediaType)).equals(content)).toBe(true);
  expect((await read(layer, mediaType, 7)).equals(content)).toBe(true);
});

test.each([
  ['climbs out', [file('usr/lib/debug/../../../etc/passwd', content), END]],
  ['is absolute', [file(`/${name}`, content), END]],
  ['is another build ID', [file(name.replace('ab', 'ac'), content), END]],
  ['is a symbolic link', [linked('2'), END]],
  ['is a hard link', [linked('1'), END]],
  ['is a device', [linked('3'), END]],
  ['has another size', [file(name, content.subarray(1)), END]],
  ['comes twice', [file(name, content), file(name, content), END]],
  ['brings another along', [file(name, content), file('usr/lib/debug/x', content), END]],
  ['brings a directory along', [directory('etc/'), file(name, content), END]],
  ['is not there', [directory('usr/'), END]],
  ['is buried in directories', [...Array(100).fill(directory('usr/')), file(name, content), END]],
  ['is cut', [file(name, content).subarray(0, 600_000)]],
  ['has no end', [file(name, content)]],
  ['is no tar', [Buffer.alloc(4096, 'x')]],
  ['is empty', []],
])('a tar whose file %s is refused', async (_what, parts) => {
  await expect(read(Buffer.concat(parts as Buffer[]), MEDIA_TYPE_IMAGE_LAYER)).rejects.toMatchObject({
    kind: 'malformed',
    code: 'LAYER_SHAPE',
    file: 'a layer',
  });
});

const whole = zstd(TAR, 1);
const damaged = Buffer.from(whole);
damaged.fill(0xa5, whole.length >> 1, (whole.length >> 1) + 50);
const hugeWindow = Buffer.from(zstd(TAR, 0));
test.each([
  ['zstd that is cut', whole.subarray(0, whole.length - 9), MEDIA_TYPE_IMAGE_LAYER_ZSTD],
  ['zstd that is cut in a header', whole.subarray(0, 3), MEDIA_TYPE_IMAGE_LAYER_ZSTD],
  ['zstd that is damaged', damaged, MEDIA_TYPE_IMAGE_LAYER_ZSTD],
  ['zstd that is gzip', gzipSync(TAR), MEDIA_TYPE_IMAGE_LAYER_ZSTD],
  [
    'zstd followed by something else',
    Buffer.concat([zstd(TAR, 0).subarray(0, 0), Buffer.from('garbage')]),
    MEDIA_TYPE_IMAGE_LAYER_ZSTD,
  ],
  [
    'zstd with a window of 2 GiB',
    Buffer.concat([Buffer.from('28b52ffd00a8', 'hex'), hugeWindow.subarray(6)]),
    MEDIA_TYPE_IMAGE_LAYER_ZSTD,
  ],
  ['gzip that is cut', gzipSync(TAR).subarray(0, 5000), MEDIA_TYPE_IMAGE_LAYER_GZIP],
  ['gzip that is zstd', whole, MEDIA_TYPE_IMAGE_LAYER_GZIP],
])('%s is refused', async (_what, layer, mediaType) => {
  await expect(read(layer, mediaType)).rejects.toMatchObject({ kind: 'malformed', code: 'LAYER_SHAPE' });
});

test('a layer of an unknown type is refused', async () => {
  await expect(read(TAR, 'application/octet-stream')).rejects.toMatchObject({ code: 'LAYER_TYPE' });
});

test('a bomb is left at the size that the manifest promises', async () => {
  let taken = 0;
  const bomb = (async function* () {
    yield encodeTarHeader({ name, kind: 'file', size: wanted.size }, 0);
    for (;;) {
      taken += 65_536;
      yield Buffer.alloc(65_536);
    }
  })();
  await expect(collected(readDebugFile(bomb, wanted, 'a layer'))).rejects.toMatchObject({
    code: 'LAYER_SHAPE',
  });
  expect(taken).toBeLessThan(wanted.size + 200_000);
});
