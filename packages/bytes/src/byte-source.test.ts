import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type ByteSource, FileSource, MemorySource, SubSource } from './byte-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'gosymbols-test-'));
const path = join(folder, 'ten');
writeFileSync(path, '0123456789');
afterAll(() => rmSync(folder, { recursive: true }));

const sources: readonly (readonly [string, () => ByteSource])[] = [
  ['file', () => FileSource.open(path)],
  ['memory', () => new MemorySource('ten', Buffer.from('0123456789'))],
  [
    'range of a longer source',
    () => new SubSource('ten', new MemorySource('twelve', Buffer.from('x0123456789x')), 1, 10),
  ],
];

describe.each(sources)('%s', (_, open) => {
  test('reads inside', () => {
    expect(Buffer.from(open().read(3, 4)).toString()).toBe('3456');
    expect(open().read(10, 0)).toHaveLength(0);
  });

  test.each([
    [8, 3],
    [11, 0],
    [-1, 2],
    [0, -1],
    [0, 2 ** 53],
    [2 ** 53, 1],
  ])('refuses offset %d, length %d before anything is allocated', (offset, length) => {
    expect(() => open().read(offset, length)).toThrow(
      expect.objectContaining({ code: 'BYTES_OUTSIDE' }) as Error,
    );
  });
});

test('a directory is the wrong kind of request', () => {
  expect(() => FileSource.open(folder)).toThrow(
    expect.objectContaining({ code: 'FILE_KIND', kind: 'request' }) as Error,
  );
});

test('a file that shrinks while being read is an error, not zeros', () => {
  const shrinking = join(folder, 'shrinking');
  writeFileSync(shrinking, '0123456789');
  using source = FileSource.open(shrinking);
  truncateSync(shrinking, 4);
  expect(() => source.read(2, 6)).toThrow(
    expect.objectContaining({ code: 'FILE_CHANGED', offset: 4 }) as Error,
  );
});
