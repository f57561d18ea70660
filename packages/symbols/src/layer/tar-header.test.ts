import { expect, test } from 'vitest';
import { decodeTarHeader, encodeTarHeader } from './tar-header.ts';

const entry = { name: 'usr/lib/debug/.build-id/ab/cd.debug', kind: 'file', size: 12_345 } as const;

test.each([
  entry,
  { name: 'usr/', kind: 'directory', size: 0 },
  { ...entry, size: 0o77777777777 },
  { ...entry, size: 9 * 1024 ** 3 },
] as const)('reads what it writes: %o', (original) => {
  expect(decodeTarHeader(encodeTarHeader(original, 1_764_000_000))).toEqual(original);
});

test('a block of zeros is the end', () => {
  expect(decodeTarHeader(Buffer.alloc(512))).toBeUndefined();
});

const resealed = (change: (block: Buffer) => void): Buffer => {
  const block = encodeTarHeader(entry, 0);
  change(block);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
};

test.each([
  [
    'a changed byte',
    (() => {
      const block = encodeTarHeader(entry, 0);
      block[0] = 1;
      return block;
    })(),
    'checksum',
  ],
  ['another format', resealed((block) => block.write('nothing', 257)), 'ustar'],
  ['a symbolic link', resealed((block) => block.write('2', 156)), 'type'],
  ['a hard link', resealed((block) => block.write('1', 156)), 'type'],
  ['a device', resealed((block) => block.write('3', 156)), 'type'],
  ['an extended header', resealed((block) => block.write('x', 156)), 'type'],
  ['a GNU long name', resealed((block) => block.write('L', 156)), 'type'],
  [
    'a size beyond what can be counted',
    resealed((block) => block.fill(0xff, 125, 136).fill(0x80, 124, 125)),
    'size',
  ],
])('%s is refused', (_what, block, word) => {
  expect(decodeTarHeader(block)).toEqual(expect.stringContaining(word));
});

test('a name that does not fit is never cut', () => {
  expect(() => encodeTarHeader({ ...entry, name: 'x'.repeat(101) }, 0)).toThrow(RangeError);
});
