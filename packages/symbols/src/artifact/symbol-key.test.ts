import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildIdPath, keyOfTag, parseBuildId, symbolKeyOf, tagOfKey } from './symbol-key.ts';

const gnu = '5f2c8a4be09d3317c6a1f0e2d47b96a8830c5d1e';
const go = 'N1CP7BLiHBWsgs7DxNR_/D3V25vSY9_FsptEUoFZJ/ofRkSCasUTPpTOZhPaqv/23Kyn8mtmLj2ES8MggJa';
const file = 'd5c64aab015526e9234cc96aa0bec337';
const hashed = createHash('sha256').update(go).digest('hex').slice(0, 40);

test.each([
  ['the GNU ID', { gnu, go, file }, { hex: gnu, from: 'gnu' }],
  ['the Go ID without a GNU ID', { go, file }, { hex: hashed, from: 'go' }],
  ['the file ID without both', { file }, { hex: file, from: 'file' }],
  [
    'the file ID where they are constant',
    { gnu, go: 'redacted', file, constant: 'why' },
    { hex: file, from: 'file' },
  ],
  ['the Go ID where the GNU ID is one byte', { gnu: 'ab', go, file }, { hex: hashed, from: 'go' }],
  ['the Go ID where the GNU ID is too long', { gnu: 'ab'.repeat(33), go, file }, { hex: hashed, from: 'go' }],
] as const)('symbols are filed under %s', (_what, identities, expected) => {
  expect(symbolKeyOf(identities)).toEqual(expected);
});

test('what people type', () => {
  expect(parseBuildId(` ${gnu.toUpperCase()} `)).toEqual({ hex: gnu, from: 'gnu' });
  expect(parseBuildId(go)).toEqual({ hex: hashed, from: 'go' });
  for (const text of [
    '',
    'xyz',
    'abc',
    'ab',
    '../../etc/passwd',
    'ab'.repeat(33),
    `${gnu} ${gnu}`,
    'a/../b',
  ]) {
    expect(() => parseBuildId(text)).toThrow(
      expect.objectContaining({ kind: 'request', code: 'BUILD_ID_FORMAT' }),
    );
  }
});

test('tag and path', () => {
  expect(tagOfKey({ hex: gnu })).toBe(`build-id-${gnu}`);
  expect(keyOfTag(`build-id-${gnu}`)).toEqual({ hex: gnu, term: 'release' });
  expect(keyOfTag(tagOfKey({ hex: gnu }, 'ephemeral'))).toEqual({ hex: gnu, term: 'ephemeral' });
  expect(keyOfTag('ephemeral-bundle-pr-1-linux-amd64')).toBeUndefined();
  expect(keyOfTag('build-id-../x')).toBeUndefined();
  expect(keyOfTag('latest')).toBeUndefined();
  expect(buildIdPath('abcdef')).toBe('.build-id/ab/cdef.debug');
});
