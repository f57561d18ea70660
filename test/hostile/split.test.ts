import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { FormatError } from '@gosymbols/bytes';
import { type DebugCompression, type StripMode, splitFile, uniqueIdOf } from '@gosymbols/split';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Build, goProgram } from '../support/go-programs.ts';
import { scratch } from '../support/scratch.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { boundariesOf, regionsOf } from './regions.ts';

/** Cases for each fixture; GOSYMBOLS_FUZZ_CASES=100000 keeps it busy for hours. */
const CASES = Number(process.env['GOSYMBOLS_FUZZ_CASES'] ?? 120);
const SEED = Number(process.env['GOSYMBOLS_FUZZ_SEED'] ?? 20261124);
const SLOWEST = 2000;

const plain = '-ldflags=-compressdwarf=false';
const builds: readonly Build[] = [
  { name: 'tiny', program: 'tiny' },
  { name: 'tiny-pie', program: 'tiny', args: ['-buildmode=pie', plain] },
  { name: 'tiny-386', program: 'tiny', env: { GOARCH: '386' }, args: [plain] },
  { name: 'tiny-ppc64', program: 'tiny', env: { GOARCH: 'ppc64' } },
];

const STRIPS: readonly StripMode[] = ['all', 'dwarf', 'none'];
const COMPRESSIONS: readonly DebugCompression[] = ['none', 'keep', 'zlib', 'zstd'];

interface Manner {
  readonly strip: StripMode;
  readonly compress: DebugCompression;
  readonly repair: boolean;
}

function mannerOf(index: number): Manner {
  return {
    strip: STRIPS[index % 3] ?? 'all',
    compress: COMPRESSIONS[Math.floor(index / 3) % 4] ?? 'none',
    repair: index % 2 === 0,
  };
}

/** Splits with a proof that holds, or refuses in so many words; anything else is a bug, told in the answer. */
async function verdict(bytes: Uint8Array, manner: Manner): Promise<string | undefined> {
  using folder = scratch();
  const path = folder.at('case');
  writeFileSync(path, bytes);
  const start = performance.now();
  let fault: string | undefined;
  let made: readonly string[] = ['case'];
  try {
    const repair = manner.repair ? uniqueIdOf(path) : undefined;
    const { proof } = await splitFile({
      path,
      strippedPath: folder.at('stripped'),
      debugPath: folder.at('case.debug'),
      strip: manner.strip,
      compress: manner.compress,
      ...(repair === undefined ? {} : { repair }),
    });
    made = ['case', 'case.debug', 'stripped'];
    if (!proof.holds) fault = `succeeded without a proof: ${JSON.stringify(proof.claims)}`;
  } catch (error) {
    fault = faultOf(error, path);
  }
  const took = performance.now() - start;
  if (fault !== undefined) return fault;
  if (took > SLOWEST) return `took ${took.toFixed(0)} ms`;
  if (!readFileSync(path).equals(bytes)) return 'the original has changed';
  const left = readdirSync(folder.path).sort();
  return left.join() === made.join() ? undefined : `left behind: ${left.join()}`;
}

function faultOf(error: unknown, path: string): string | undefined {
  if (!(error instanceof FormatError)) return `threw ${error instanceof Error ? error.stack : String(error)}`;
  if (error.message === '' || error.file !== path)
    return `a FormatError without its file: ${error.code} ${error.message} ${error.file}`;
  // Damaged DWARF may well contradict pclntab: that is what point 6 is for. The other points must hold of any input.
  if (error.code === 'SPLIT_PROOF' && error.value !== 'agreement') return `the proof fails: ${error.message}`;
  if (error.section === undefined && error.value === undefined && error.kind !== 'request')
    return `says neither section nor value: ${error.code}`;
  return undefined;
}

describe.each(builds)('split: $name', (build) => {
  let original: Uint8Array;
  beforeAll(() => {
    original = new Uint8Array(readFileSync(goProgram(build)));
  });

  test('whole, in every manner', async () => {
    for (let index = 0; index < 12; index += 1)
      expect(await verdict(original, mannerOf(index)), JSON.stringify(mannerOf(index))).toBeUndefined();
  });

  test('cut at every structural boundary', async () => {
    for (const [index, length] of boundariesOf(original).entries()) {
      const manner = mannerOf(index);
      const what = `cut to ${length} bytes, ${JSON.stringify(manner)}`;
      expect(await verdict(original.subarray(0, length), manner), what).toBeUndefined();
    }
  });

  test(`${CASES} mutations from seed ${SEED}`, { timeout: 24 * 3600_000 }, async () => {
    const regions = regionsOf(original);
    for (let index = 0; index < CASES; index += 1) {
      const { bytes, what } = mutate(original, regions, random(SEED + index));
      const manner = mannerOf(SEED + index);
      expect(
        await verdict(bytes, manner),
        `GOSYMBOLS_FUZZ_SEED=${SEED + index} GOSYMBOLS_FUZZ_CASES=1: ${what}, ${JSON.stringify(manner)}`,
      ).toBeUndefined();
    }
  });
});
