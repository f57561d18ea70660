import { readFileSync } from 'node:fs';
import { MemorySource } from '@gosymbols/bytes';
import { variableCoverageOfSource } from '@gosymbols/inspect';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Build, goProgram } from '../support/go-programs.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { boundariesOf, type Region, sectionRegionsOf } from './regions.ts';
import { verdictOn } from './verdict.ts';

/** Cases for each fixture, all of them in the sections that a walk over variables follows. */
const CASES = Number(process.env['GOSYMBOLS_FUZZ_CASES'] ?? 800);
const SEED = Number(process.env['GOSYMBOLS_FUZZ_SEED'] ?? 20261125);
const SECTIONS = /^\.debug_(info|abbrev|addr|loc|loclists|ranges|rnglists)$/;

const plain = '-ldflags=-compressdwarf=false';
const builds: readonly Build[] = [
  { name: 'tiny-plain', program: 'tiny', args: [plain] },
  { name: 'tiny-386', program: 'tiny', env: { GOARCH: '386' }, args: [plain] },
  { name: 'tiny-ppc64', program: 'tiny', env: { GOARCH: 'ppc64' }, args: [plain] },
  { name: 'tiny-dwarf4-plain', program: 'tiny', env: { GOTOOLCHAIN: 'go1.24.9' }, args: [plain] },
];

const read = (bytes: Uint8Array): ReturnType<typeof variableCoverageOfSource> =>
  variableCoverageOfSource(new MemorySource('case', bytes), 'case', { worst: 20 });

describe.each(builds)('variables of $name', (build) => {
  let original: Uint8Array;
  let regions: readonly Region[];
  beforeAll(() => {
    original = new Uint8Array(readFileSync(goProgram(build)));
    regions = sectionRegionsOf(original, SECTIONS);
  });

  test('are read whole', async () => {
    expect((await read(original))?.parameters.located).toBeGreaterThan(1000);
    expect(regions.length).toBeGreaterThanOrEqual(4);
  });

  test('cut at every structural boundary', async () => {
    for (const length of boundariesOf(original))
      expect(
        await verdictOn(() => read(original.subarray(0, length))),
        `cut to ${length} bytes`,
      ).toBeUndefined();
  });

  test(`${CASES} mutations from seed ${SEED}`, { timeout: 24 * 3600_000 }, async () => {
    for (let index = 0; index < CASES; index += 1) {
      const { bytes, what } = mutate(original, regions, random(SEED + index));
      expect(
        await verdictOn(() => read(bytes)),
        `GOSYMBOLS_FUZZ_SEED=${SEED + index} GOSYMBOLS_FUZZ_CASES=1: ${what}`,
      ).toBeUndefined();
    }
  });
});
