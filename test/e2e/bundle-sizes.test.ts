import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type OutputOptions, rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';
import config from '../../rolldown.config.ts';
import { kilobytes, largestParts, measureBundles, recordedSizes } from '../../scripts/bundle-sizes.ts';
import { scratch } from '../support/scratch.ts';

/** Above what is recorded in bundle-sizes.json. Beyond it, growth is a decision that somebody takes. */
const GROWTH = 0.1;
/** A start of this size takes about as long as Node's own. */
const MOST_AT_START = 800_000;

const recorded = recordedSizes();
const now = measureBundles();

test('every bundle is on record', () => {
  expect(Object.keys(recorded)).toEqual(Object.keys(now));
});

describe.each(Object.entries(now))('dist/%s', (name, { start, whole }) => {
  const before = recorded[name] ?? { start: 0, whole: 0 };

  test('starts with no more than its budget', () => {
    const most = Math.min(before.start * (1 + GROWTH), MOST_AT_START);
    expect(
      start,
      `it starts with ${kilobytes(start)}, recorded are ${kilobytes(before.start)}, the budget is ${kilobytes(most)}. ` +
        `Largest: ${largestParts(name).join(', ')}. Load by \`await import()\` what not every run needs; where growth is ` +
        'wanted, record it: `node scripts/bundle-sizes.ts`',
    ).toBeLessThanOrEqual(most);
  });

  test('is as a whole no larger than its budget', () => {
    const most = before.whole * (1 + GROWTH);
    expect(
      whole,
      `it is ${kilobytes(whole)} with all it may load, recorded are ${kilobytes(before.whole)}, the budget is ` +
        `${kilobytes(most)}. Where growth is wanted, record it: \`node scripts/bundle-sizes.ts\``,
    ).toBeLessThanOrEqual(most);
  });
});

test('the same sources give the same bundles, byte for byte', async () => {
  using folder = scratch();
  const [first, second] = [folder.at('first'), folder.at('second')];
  for (const dir of [first, second]) {
    await using bundle = await rolldown({ ...config, logLevel: 'warn' });
    await bundle.write({ ...(config.output as OutputOptions), dir });
  }
  expect(digestsIn(second)).toEqual(digestsIn(first));
});

function digestsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}
