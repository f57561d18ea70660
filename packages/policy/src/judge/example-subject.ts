import type { BinaryFacts } from '@gosymbols/inspect';
import type { SizeReport } from '@gosymbols/size';
import type { SplitProof } from '@gosymbols/split';
import { exampleFacts, strippedFacts } from '../example-facts.ts';
import { levelWithDebug } from '../level-with-debug.ts';
import type { Subject } from './subject.ts';

/** A proof all of whose claims hold, for tests. */
export const PROVEN: SplitProof = {
  holds: true,
  claims: [{ point: 1, id: 'loaded-bytes', holds: true, detail: 'Every loaded byte is the same.' }],
};

/** A proof with one claim that failed. */
export const DISPROVEN: SplitProof = {
  holds: false,
  claims: [
    { point: 1, id: 'loaded-bytes', holds: true, detail: 'Every loaded byte is the same.' },
    { point: 5, id: 'identity', holds: false, detail: 'The debuglink CRC is another.' },
  ],
};

/** Sizes of a file, for tests. */
export function exampleSizes(disk: number, wire?: number): SizeReport {
  return {
    disk,
    loaded: disk,
    parts: { codeAndData: disk, pclntab: 0, symbols: 0, debug: 0, padding: 0 },
    ...(wire === undefined ? {} : { wire: { bytes: wire, method: 'gzip-6' } }),
  };
}

/** A binary that was built and not split, for tests. */
export function builtSubject(more: Partial<Subject> = {}): Subject {
  const before = more.before ?? exampleFacts();
  return {
    name: 'api',
    path: 'dist/api',
    platform: { os: 'linux', arch: 'amd64' },
    before,
    sizeBefore: exampleSizes(before.size),
    ...more,
  };
}

/** A binary of 10,000,000 bytes that was split, by default into 7,000,000 with nothing left to debug; for tests. */
export function splitSubject(
  options: {
    readonly strip?: 'all' | 'dwarf';
    readonly after?: Partial<BinaryFacts>;
    readonly disk?: number;
    readonly wire?: number;
    readonly proof?: SplitProof;
    readonly debug?: false;
  } = {},
  more: Partial<Subject> = {},
): Subject {
  const strip = options.strip ?? 'all';
  const before = more.before ?? exampleFacts();
  const after = strippedFacts(strip, options.after);
  const disk = options.disk ?? after.size;
  return builtSubject({
    split: {
      strip,
      original: { size: before.size },
      ...(options.debug === false ? {} : { debug: { path: 'dist/api.debug', size: 3_000_000 } }),
      proof: options.proof ?? PROVEN,
      after: { ...after, size: disk },
      levelWithDebug: levelWithDebug(after, before).level,
      sizeAfter: exampleSizes(disk, options.wire),
    },
    ...more,
  });
}
