import { MemorySource } from '@gosymbols/bytes';
import { describe, expect, test } from 'vitest';
import { constantIdReason, fileIdOf, gnuIdOfGoId } from './build-ids.ts';

test('the GNU ID of every binary that rules_go links', () => {
  expect(gnuIdOfGoId('redacted')).toBe('498919aff001d8366249403a2544fba2d833084f');
});

describe('a constant ID is recognised by', () => {
  const gnu = (hex: string): { hex: string; descriptorOffset: number } => ({ hex, descriptorOffset: 0 });
  test.each([
    ['the Go note `redacted`', { go: 'redacted', gnu: gnu('ab'.repeat(20)) }, /redacted/],
    ['the known GNU ID alone', { gnu: gnu(gnuIdOfGoId('redacted')) }, /-buildid=redacted/],
    [
      'a GNU ID derived from a fixed Go ID',
      { go: 'v1.2.3', gnu: gnu(gnuIdOfGoId('v1.2.3')) },
      /fixed by `-buildid`/,
    ],
    ['zeros', { gnu: gnu('00'.repeat(20)) }, /zero/],
  ])('%s', (_, ids, reason) => {
    expect(constantIdReason(ids)).toMatch(reason);
  });

  test('an ordinary pair of IDs is not constant', () => {
    expect(
      constantIdReason({ go: 'a/b/c/d', gnu: gnu('d6486261497788d90bb6784c704ab5e409fb88d0') }),
    ).toBeUndefined();
    expect(constantIdReason({})).toBeUndefined();
  });
});

test('the file ID covers head, tail and length', () => {
  const id = (bytes: Buffer): string => fileIdOf(new MemorySource('f', bytes));
  const base = Buffer.alloc(10_000, 1);
  const middle = Buffer.from(base);
  middle[5000] = 2;
  const last = Buffer.from(base);
  last[9999] = 2;
  expect(id(base)).toHaveLength(32);
  expect(id(middle)).toBe(id(base));
  expect(id(last)).not.toBe(id(base));
  expect(id(base.subarray(1))).not.toBe(id(base));
});
