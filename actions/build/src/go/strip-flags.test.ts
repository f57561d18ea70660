import { expect, test } from 'vitest';
import { KEEP_SYMBOLS, keepSymbols, splitQuoted, stripsSymbols, symbolArguments } from './strip-flags.ts';

test.each([
  ['-s', true],
  ['-w', true],
  ['--s -X a=b', true],
  ['-X main.a=-s', false],
  ['-s=false -w=0', false],
  ['-s -w -s=false -w=false', false],
  ['-w=false -w', true],
  ['-X main.v=1 -linkmode=external -extldflags "-static"', false],
  ['all=-s', true],
  ['{{ if .IsSnapshot }}-s{{ end }}', true],
  ['-extldflags "-s"', true],
  ["-linkmode=external -extldflags '-static -s'", true],
  ['-extldflags=-s', true],
  ['"-extldflags=-static -Wl,-z,now,-s"', true],
  ['-extldflags -Wl,--strip-debug', true],
  ['-extldflags "-s" -extldflags "-static"', false],
  ['-extldflags "-static -w" -s=false', false],
  ['-extldflags "-Wl,-soname,x -shared"', false],
  ['-extldflags "-static" -w', true],
  ['-sw', false],
  ['-shared', false],
  ['', false],
])('%s strips: %s', (flags, strips) => {
  expect(stripsSymbols(flags)).toBe(strips);
});

test.each([
  ['', []],
  ['-buildvcs=false', []],
  ['-ldflags=-X=a.b=c', []],
  ['-ldflags=-s', [`-ldflags=-s ${KEEP_SYMBOLS}`]],
  ["-buildvcs=false '-ldflags=-s -w -X a.b=c'", [`-ldflags=-s -w -X a.b=c ${KEEP_SYMBOLS}`]],
  ['-ldflags=-s -ldflags=-X=a.b=c', []],
])('GOFLAGS %s', (goflags, args) => {
  expect(symbolArguments(goflags, [], 'remove')).toEqual(args);
  expect(symbolArguments(goflags, [], 'keep')).toEqual([]);
});

test('a quote opens a field only at its start', () => {
  expect(splitQuoted(`a 'b c' "d 'e'" f'g  `)).toEqual(['a', 'b c', "d 'e'", "f'g"]);
});

test.each([
  ['-s -w', KEEP_SYMBOLS],
  ['-extldflags "-static"', KEEP_SYMBOLS],
  ['-extldflags "-static -s"', `${KEEP_SYMBOLS} "-extldflags=-static"`],
  ['-extldflags "-Wl,-s,-z,now -static"', `${KEEP_SYMBOLS} "-extldflags=-Wl,-z,now -static"`],
  ['-extldflags=-s', `${KEEP_SYMBOLS} "-extldflags="`],
])('after %s: %s', (flags, appended) => {
  expect(keepSymbols(flags)).toBe(appended);
  expect(stripsSymbols(`${flags} ${appended}`)).toBe(false);
});

test('the last -ldflags counts, wherever it stands', () => {
  expect(symbolArguments('-ldflags=-s', ['-ldflags=-X=a.b=c', '-tags=x'], 'remove')).toEqual([]);
  expect(symbolArguments('', ['-ldflags=-w'], 'remove')).toEqual([`-ldflags=-w ${KEEP_SYMBOLS}`]);
  expect(() => symbolArguments('', ['-ldflags=-w'], 'fail')).toThrow(
    expect.objectContaining({ code: 'STRIP_FLAGS' }),
  );
});
