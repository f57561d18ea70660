import { exampleFacts, strippedFacts } from '../../example-facts.ts';
import { builtSubject, DISPROVEN, splitSubject } from '../example-subject.ts';
import type { Subject } from '../subject.ts';
import { NOT_ABOUT_GROWTH, type RuleCase } from './cells.ts';
import type { Row } from './row.ts';

const ALL = 'strip: all';
/** As built, with sections of debug information that have so many bytes in the file. */
const withDebugBytes = (fileSize: number): readonly Subject[] => [
  builtSubject({
    before: exampleFacts({
      sections: exampleFacts().sections.map((section) => ({ ...section, fileSize })),
    }),
  }),
];
const saving = (range: string): Row => ({ profile: `expect-saving: { disk: ${range} }` });
const withSymtab = (coverage: number): readonly Subject[] => [
  builtSubject({ before: strippedFacts('dwarf', { symtab: { symbols: 9000, functions: 8000, coverage } }) }),
];
const requiring = (capability: string, binaries?: readonly Subject[]): Row => ({
  profile: `debuggability: { require: [${capability}] }`,
  ...(binaries && { binaries }),
});
const noRegression = (binaries: readonly Subject[], baseline: readonly Subject[]): Row => ({
  profile: 'debuggability: { no-regression: true }',
  binaries,
  baseline,
});
const twin = (file: string): Row => ({
  binaries: [
    splitSubject(),
    splitSubject(
      { after: { buildIds: { ...exampleFacts().buildIds, file } } },
      { name: 'twin', path: 'dist/twin' },
    ),
  ],
});
const onDisk = (binary: 'same' | 'differs'): Row => ({ context: { files: { api: { binary } } } });

export const DEBUG_CASES: readonly RuleCase[] = [
  {
    rule: 'ST001',
    about: 'file',
    passing: { profile: ALL },
    failing: { profile: ALL, binaries: [builtSubject()] },
    says: 'Declared `strip: all`, but `.symtab` is there and DWARF is there.',
    boundary: {
      holds: { profile: ALL, binaries: withDebugBytes(0) },
      breaks: { profile: ALL, binaries: withDebugBytes(1) },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'ST002',
    about: 'file',
    passing: saving('25%..65%'),
    failing: saving('40%..65%'),
    says: 'Stripping saved 30 % of the disk size, 10 % less than the expected 40%..65%.',
    boundary: { holds: saving('30%..30%'), breaks: saving('30.001%..65%') },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'DB001',
    about: 'file',
    passing: { profile: 'debuggability: { min: D1 }' },
    failing: { profile: 'debuggability: { min: D2 }' },
    says: 'Level D1+x3, below the minimum D2',
    boundary: {
      holds: { profile: 'debuggability: { min: D2 }', binaries: withSymtab(0.99) },
      breaks: { profile: 'debuggability: { min: D2 }', binaries: withSymtab(0.9899) },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'DB002',
    about: 'file',
    passing: requiring('panic-trace'),
    failing: requiring('perf-names'),
    says: '`perf-names` is required and not possible: `.symtab` absent.',
    // Of an optimised build locals are `partly`, which is enough.
    boundary: { holds: requiring('locals', [builtSubject()]), breaks: requiring('locals') },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'DB003',
    about: 'file',
    passing: { profile: 'debuggability: { forbid: [symtab, dwarf] }' },
    failing: { profile: 'debuggability: { forbid: [symtab, dwarf] }', binaries: [builtSubject()] },
    says: '`.symtab` is forbidden and there, with 976.56 KiB.',
    boundary: {
      holds: { profile: 'debuggability: { forbid: [dwarf] }', binaries: withDebugBytes(0) },
      breaks: { profile: 'debuggability: { forbid: [dwarf] }', binaries: withDebugBytes(1) },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'DB004',
    about: 'file',
    passing: noRegression([builtSubject()], [splitSubject()]),
    failing: noRegression([splitSubject()], [splitSubject({ strip: 'dwarf' })]),
    says: 'Less debuggable than the baseline: level D2+x3 → D1+x3',
    boundary: {
      holds: noRegression([splitSubject()], [splitSubject()]),
      breaks: noRegression(
        [splitSubject({ after: { buildIds: { go: 'a/b', file: '00' } } })],
        [splitSubject()],
      ),
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'DB005',
    about: 'file',
    passing: {},
    failing: { binaries: [splitSubject({ proof: DISPROVEN })] },
    says: 'Its debug file is not proven to belong to it: The debuglink CRC is another.',
    boundary: {
      holds: { context: { files: { api: { binary: 'same', debug: 'same' } } } },
      breaks: { context: { files: { api: { binary: 'same', debug: 'differs' } } } },
    },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'ID001',
    about: 'file',
    passing: {},
    failing: {
      binaries: [
        splitSubject({
          after: { buildIds: { gnu: '49', file: '00', constant: 'the Go note is `redacted`' } },
        }),
      ],
    },
    says: 'The build ID cannot tell this build from another',
    boundary: { holds: twin(exampleFacts().buildIds.file), breaks: twin('ff'.repeat(16)) },
    noise: NOT_ABOUT_GROWTH,
  },
  {
    rule: 'IX001',
    about: 'file',
    passing: onDisk('same'),
    failing: onDisk('differs'),
    says: 'dist/api has changed since the index was written.',
    boundary: { holds: {}, breaks: onDisk('differs') },
    noise: NOT_ABOUT_GROWTH,
  },
];
