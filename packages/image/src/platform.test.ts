import { expect, test } from 'vitest';
import { hostPlatform, matches, parsePlatform, spellPlatform } from './platform.ts';

test.each(['linux/amd64', 'linux/arm/v7', 'windows/amd64', 'linux/386'])('%s is a platform', (text) => {
  expect(spellPlatform(parsePlatform(text))).toBe(text);
});

test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/v7/x', 'Linux/AMD64', 'linux amd64'])(
  '%o is none',
  (text) => {
    expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'IMAGE_PLATFORM_FORMAT' }));
  },
);

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/amd64', 'linux/arm64', false],
  ['linux/amd64', 'windows/amd64', false],
  ['linux/arm', 'linux/arm/v6', true],
  ['linux/arm/v7', 'linux/arm/v6', false],
  ['linux/arm/v7', 'linux/arm', false],
  ['linux/arm64/v8', 'linux/arm64', true],
  ['linux/arm64', 'linux/arm64/v8', true],
])('%s is served by %s: %s', (wanted, found, yes) => {
  expect(matches(parsePlatform(wanted), parsePlatform(found))).toBe(yes);
});

test("names of Node's architectures are Go's", () => {
  expect(['x64', 'arm64', 'ia32', 's390x'].map((arch) => hostPlatform(arch).architecture)).toEqual([
    'amd64',
    'arm64',
    '386',
    's390x',
  ]);
});
