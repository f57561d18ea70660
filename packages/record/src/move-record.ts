import { resolveBeside, spellBeside } from './read-index.ts';
import type { BinaryRecord, SplitRecord } from './symbol-index.ts';

/** The record of one index as another one spells it: paths are relative to the index that they stand in. */
export function moveRecord(record: BinaryRecord, from: string, to: string): BinaryRecord {
  const moved = (path: string): string => spellBeside(to, resolveBeside(from, path));
  return {
    ...record,
    path: moved(record.path),
    before: { ...record.before, path: moved(record.before.path) },
    ...(record.split === undefined ? {} : { split: moveSplit(record.split, moved) }),
  };
}

function moveSplit(split: SplitRecord, moved: (path: string) => string): SplitRecord {
  const { stripped, debug, after } = split;
  return {
    ...split,
    stripped: { ...stripped, path: moved(stripped.path) },
    ...(debug === undefined ? {} : { debug: { ...debug, path: moved(debug.path) } }),
    after: { ...after, path: moved(after.path) },
  };
}
