import { resolve } from 'node:path';
import type { Outcome } from '@gosymbols/host';
import type { BinaryRecord } from '@gosymbols/record';
import { describeSplit } from './words.ts';

export function outcomeOf(records: readonly BinaryRecord[], indexPath: string): Outcome {
  const split = records.flatMap((record) =>
    record.split === undefined ? [] : [{ record, split: record.split }],
  );
  return {
    outputs: {
      index: indexPath,
      binaries: split.map(({ record, split: { original, stripped, debug, after } }) => ({
        name: record.name,
        stripped: resolve(indexPath, '..', stripped.path),
        debug: debug === undefined ? null : resolve(indexPath, '..', debug.path),
        buildId: after.buildIds.gnu ?? null,
        sizeBefore: original.size,
        sizeAfter: stripped.size,
      })),
      saved: split.reduce((sum, { split: { original, stripped } }) => sum + original.size - stripped.size, 0),
    },
    text: [
      ...records.map((record) => `${record.name}: ${describeSplit(record)}`),
      `index: ${indexPath}`,
    ].join('\n'),
  };
}
