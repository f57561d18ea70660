import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { provePair } from '@gosymbols/split';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Ended, interrupted } from '../support/bundle-process.ts';
import { goProgram } from '../support/go-programs.ts';
import { scratch } from '../support/scratch.ts';
import { random } from './random.ts';

const RUNS = Number(process.env['GOSYMBOLS_KILL_RUNS'] ?? 24);
const SEED = Number(process.env['GOSYMBOLS_FUZZ_SEED'] ?? 20261124);

const original = goProgram({ name: 'large', importPath: 'cmd/go' });
const bytes = readFileSync(original);

type State = 'whole' | 'split' | 'damaged';

/** What an undisturbed run makes, and how long it takes: output is the same every time. */
let stripped: Buffer;
let debug: Buffer;
let whole = 0;

interface Outcome {
  readonly ended: Ended;
  readonly state: State;
  /** Besides the binary. */
  readonly files: readonly string[];
  readonly scratchFiles: readonly string[];
  readonly agrees: boolean;
}

async function run(signal?: NodeJS.Signals, after?: number): Promise<Outcome> {
  using folder = scratch();
  using temporary = scratch();
  copyFileSync(original, folder.at('go'));
  const ended = await interrupted(['split', '--in-place', '--wire=false', '--binaries', folder.at('go')], {
    env: { TMPDIR: temporary.path },
    ...(signal === undefined ? {} : { signal }),
    ...(after === undefined ? {} : { after }),
  });
  const now = readFileSync(folder.at('go'));
  const debugNow = existsSync(folder.at('go.debug')) ? readFileSync(folder.at('go.debug')) : undefined;
  if (signal === undefined && debugNow === undefined) throw new Error(ended.stderr);
  if (signal === undefined && debugNow !== undefined) [stripped, debug, whole] = [now, debugNow, ended.took];
  const isSplit = now.equals(stripped) && debugNow?.equals(debug) === true;
  const state = now.equals(bytes) ? 'whole' : isSplit ? 'split' : 'damaged';
  const claim = state === 'split' ? await provePair(folder.at('go'), folder.at('go.debug')) : undefined;
  return {
    ended,
    state,
    files: readdirSync(folder.path)
      .filter((name) => name !== 'go')
      .sort(),
    scratchFiles: readdirSync(temporary.path),
    agrees: claim?.holds ?? true,
  };
}

/** Moments of a run, half of them near its end, where files are renamed. */
function moments(): number[] {
  const dice = random(SEED);
  return Array.from({ length: RUNS }, (_, index) =>
    index % 2 === 0 ? dice.next() * whole : whole * (0.6 + 0.45 * dice.next()),
  );
}

beforeAll(async () => {
  expect(bytes.length).toBeGreaterThan(15e6);
  const { state, ended, scratchFiles } = await run();
  expect({ state, status: ended.status, scratchFiles }, ended.stderr).toEqual({
    state: 'split',
    status: 0,
    scratchFiles: [],
  });
});

describe('split --in-place, disturbed', () => {
  test(`kill -9 at ${RUNS} moments: the binary is whole, or split with its debug file`, async () => {
    for (const moment of moments()) {
      const { state, agrees } = await run('SIGKILL', moment);
      expect({ moment, state, agrees }).toEqual({
        moment,
        state: expect.not.stringMatching('damaged'),
        agrees,
      });
      expect(agrees).toBe(true);
    }
  });

  test(`SIGTERM at ${RUNS} moments: 143 and as it was, or done and said so`, async () => {
    for (const moment of moments()) {
      const { state, files, scratchFiles, ended } = await run('SIGTERM', moment);
      // Node itself is ended by the signal before the first line runs and after the last: a shell says 143 then too.
      const done = ended.status === 0 || (ended.signal === 'SIGTERM' && state === 'split');
      const what = `after ${moment.toFixed(0)} ms: ${JSON.stringify(ended)}`;
      expect(state, what).toBe(done ? 'split' : 'whole');
      expect(files, what).toEqual(done ? ['go.debug', 'gosymbols.json'] : []);
      expect(scratchFiles, what).toEqual([]);
      if (!done) expect(ended.status ?? ended.signal, what).toBeOneOf([143, 'SIGTERM']);
    }
  });
});
