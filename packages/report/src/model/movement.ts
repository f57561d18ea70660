import type { BinaryModel, ReportModel } from './report-model.ts';

/** Linkers lay files out in pages: less than one is no news. The policy's own default for `noise`. */
const NOISE_BYTES = 4096;
const NOISE_PERCENT = 0.05;

/** Absent where there is nothing to compare with. */
interface Compared {
  readonly baseline?: BinaryModel['baseline'] | undefined;
}

/** Whether the shipped size moved by more than noise, or the level moved at all. */
export function hasMoved({ baseline }: BinaryModel): boolean {
  return baseline !== undefined && (hasLevelMoved({ baseline }) || hasSizeMoved({ baseline }));
}

export function hasLevelMoved({ baseline }: Compared): boolean {
  return baseline !== undefined && baseline.levels.before !== baseline.levels.after;
}

export function hasSizeMoved({ baseline }: Compared): boolean {
  if (baseline === undefined) return false;
  const { delta, percent } = baseline;
  return Math.abs(delta) >= NOISE_BYTES && Math.abs(percent) >= NOISE_PERCENT;
}

/** Whether the report tells a pull request's readers anything: something failed, moved, came or went. A warning alone is no news. */
export function isNews(model: ReportModel): boolean {
  const { verdict, baseline, binaries } = model;
  if (verdict === 'fail') return true;
  if (baseline === undefined) return false;
  return baseline.added.length > 0 || baseline.removed.length > 0 || binaries.some(hasMoved);
}
