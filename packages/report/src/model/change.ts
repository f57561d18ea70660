import type { Parts } from '@gosymbols/size';
import type { Change, PartsChange } from './report-model.ts';

/** Bytes before and after, with what that saves. */
export function changeOf(before: number, after: number): Change {
  const saved = before - after;
  return { before, after, saved, savedPercent: before === 0 ? 0 : (saved / before) * 100 };
}

/** The sum of changes, or undefined when one of them was not measured or there are none. */
export function sumOfChanges(changes: readonly (Change | undefined)[]): Change | undefined {
  let before = 0;
  let after = 0;
  for (const change of changes) {
    if (change === undefined) return undefined;
    before += change.before;
    after += change.after;
  }
  return changes.length === 0 ? undefined : changeOf(before, after);
}

export const PART_KEYS: readonly (keyof Parts)[] = ['codeAndData', 'pclntab', 'symbols', 'debug', 'padding'];

/** What people call the parts. */
export const PART_TITLES: Readonly<Record<keyof Parts, string>> = {
  codeAndData: 'code and data',
  pclntab: 'pclntab',
  symbols: 'symbol table',
  debug: 'debug info',
  padding: 'headers and gaps',
};

/** The sum of parts, or undefined when one of them was not measured or there are none. */
export function sumOfParts(changes: readonly (PartsChange | undefined)[]): PartsChange | undefined {
  const before = { codeAndData: 0, pclntab: 0, symbols: 0, debug: 0, padding: 0 };
  const after = { ...before };
  for (const change of changes) {
    if (change === undefined) return undefined;
    for (const key of PART_KEYS) {
      before[key] += change.before[key];
      after[key] += change.after[key];
    }
  }
  return changes.length === 0 ? undefined : { before, after };
}
