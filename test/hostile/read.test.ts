import { readFileSync } from 'node:fs';
import { MemorySource } from '@gosymbols/bytes';
import { inspectSource } from '@gosymbols/inspect';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Build, goProgram } from '../support/go-programs.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { boundariesOf, regionsOf } from './regions.ts';
import { verdictOn } from './verdict.ts';

/** Cases for each fixture; GOSYMBOLS_FUZZ_CASES=1000000 keeps it busy for hours. */
const CASES = Number(process.env['GOSYMBOLS_FUZZ_CASES'] ?? 3500);
const SEED = Number(process.env['GOSYMBOLS_FUZZ_SEED'] ?? 20261124);

const plain = '-ldflags=-compressdwarf=false';
const builds: readonly Build[] = [
  { name: 'tiny', program: 'tiny' },
  { name: 'tiny-plain', program: 'tiny', args: [plain] },
  { name: 'tiny-pie', program: 'tiny', args: ['-buildmode=pie', plain] },
  { name: 'tiny-386', program: 'tiny', env: { GOARCH: '386' }, args: [plain] },
  { name: 'tiny-ppc64', program: 'tiny', env: { GOARCH: 'ppc64' }, args: [plain] },
  { name: 'tiny-dwarf4', program: 'tiny', env: { GOTOOLCHAIN: 'go1.24.9' }, args: [plain] },
];

const verdict = (bytes: Uint8Array): Promise<string | undefined> =>
  verdictOn(() => inspectSource(new MemorySource('case', bytes), 'case'));

describe.each(builds)('$name', (build) => {
  let original: Uint8Array;
  beforeAll(() => {
    original = new Uint8Array(readFileSync(goProgram(build)));
  });

  test('is read whole', async () => {
    const facts = await inspectSource(new MemorySource('case', original), 'case');
    expect(facts.pclntab?.functions).toBeGreaterThan(500);
  });

  test('cut at every structural boundary', async () => {
    for (const length of boundariesOf(original)) {
      expect(await verdict(original.subarray(0, length)), `cut to ${length} bytes`).toBeUndefined();
    }
  });

  test(`${CASES} mutations from seed ${SEED}`, { timeout: 24 * 3600_000 }, async () => {
    const regions = regionsOf(original);
    for (let index = 0; index < CASES; index += 1) {
      const { bytes, what } = mutate(original, regions, random(SEED + index));
      expect(
        await verdict(bytes),
        `GOSYMBOLS_FUZZ_SEED=${SEED + index} GOSYMBOLS_FUZZ_CASES=1: ${what}`,
      ).toBeUndefined();
    }
  });
});
