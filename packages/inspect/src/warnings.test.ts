import { MemorySource } from '@gosymbols/bytes';
import { describe, expect, test } from 'vitest';
import type { BinaryFacts } from './facts.ts';
import { warningsOf } from './warnings.ts';

const go = { version: 'go1.26.8', dependencies: [], settings: {} };
const pclntab = { version: '1.20', functions: 100, size: 1000, named: 1 };
const base: Omit<BinaryFacts, 'warnings'> = {
  path: 'p',
  size: 100,
  kind: 'elf',
  buildIds: { gnu: 'ab'.repeat(20), file: 'cd'.repeat(16) },
  sections: [],
  go,
  pclntab,
};
const { go: _, pclntab: __, ...neither } = base;

describe('what a person should know', () => {
  test.each<[string, Omit<BinaryFacts, 'warnings'>, string, readonly string[]]>([
    ['an ordinary binary', base, '', []],
    [
      'a constant build ID',
      { ...base, buildIds: { ...base.buildIds, constant: 'why' } },
      '',
      ['CONSTANT_BUILD_ID'],
    ],
    ['no build ID', { ...base, buildIds: { file: 'cd' } }, '', ['NO_GNU_BUILD_ID']],
    ['nothing of Go', neither, '', ['NOT_GO']],
    ['garble', { ...neither, go: { ...go, version: 'unknown' } }, '', ['GARBLE']],
    ['a pclntab that cannot be found', { ...neither, go }, '', ['NO_PCLNTAB']],
    ['UPX', neither, '....UPX!....', ['UPX', 'NOT_GO']],
    [
      '-s -w',
      { ...base, go: { ...go, settings: { '-ldflags': '-s -w -X main.v=1' } } },
      '',
      ['STRIPPED_BY_LINKER'],
    ],
    ['-w alone', { ...base, go: { ...go, settings: { '-ldflags': '-w' } } }, '', ['STRIPPED_BY_LINKER']],
    [
      'a value that only looks like it',
      { ...base, go: { ...go, settings: { '-ldflags': '-X main.s=-sw' } } },
      '',
      [],
    ],
  ])('%s', (_name, facts, bytes, codes) => {
    expect(warningsOf(facts, new MemorySource('p', Buffer.from(bytes))).map(({ code }) => code)).toEqual(
      codes,
    );
  });
});
