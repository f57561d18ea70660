import { expect, test } from 'vitest';
import { debugDigestsOf, debugSymbolsStatement } from './debug-symbols.ts';
import { subjectChecksums } from './subject-checksums.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const facts = (names: readonly string[]): Parameters<typeof debugSymbolsStatement>[0] => ({
  tool: { name: 'gosymbols', version: '1.0.0' },
  pairs: names.map((name, at) => ({
    binary: { name, digest: `sha256:${at.toString(16).padStart(64, 'a')}` },
    debug: { name: `${name}.debug`, digest: `sha256:${at.toString(16).padStart(64, 'b')}` },
    original: { digest: digest('c') },
    buildIds: { file: 'ab' },
    proof: [],
  })),
});

test('a name with a line break adds no subject', () => {
  const evil = `api\n${'e'.repeat(64)}  worker\r${'f'.repeat(64)}  x`;
  const lines = subjectChecksums(debugSymbolsStatement(facts([evil]))).split(/[\r\n]/);
  expect(lines).toHaveLength(3);
  expect(lines.map((line) => line.slice(0, 1))).toEqual(['a', 'b', '']);
});

test('binaries that share a file are one subject', () => {
  const { subject } = debugSymbolsStatement({
    ...facts(['api']),
    pairs: [...facts(['api']).pairs, ...facts(['api']).pairs],
  });
  expect(subject.map(({ name }) => name)).toEqual(['api', 'api.debug']);
});

test('more subjects than actions/attest takes are refused before anything is signed', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `b${at}`);
  expect(subjectChecksums(debugSymbolsStatement(facts(names(512)))).split('\n')).toHaveLength(1025);
  expect(() => subjectChecksums(debugSymbolsStatement(facts(names(513))))).toThrow(
    expect.objectContaining({ code: 'SUBJECTS_TOO_MANY' }),
  );
});

test.each<[string, unknown]>([
  ['no predicate', undefined],
  ['pairs that are none', { pairs: 1 }],
  ['pairs of nothing', { pairs: [null, {}, { binary: null }, { binary: { digest: digest('a') } }] }],
])('%s names no debug file', (_what, predicate) => {
  expect(debugDigestsOf({ ...debugSymbolsStatement(facts([])), predicate }, digest('a'))).toEqual([]);
});
