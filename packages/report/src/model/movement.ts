import type { BinaryModel, ReportModel } from './report-model.ts';

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
  return baseline !== undefined && !baseline.isNoise;
}

/** Whether the report tells a pull request's readers anything: something failed, moved, came or went. A warning alone is no news. */
export function isNews(model: ReportModel): boolean {
  const { verdict, baseline, binaries, images } = model;
  if (verdict === 'fail') return true;
  if (baseline === undefined) return false;
  return (
    baseline.added.length > 0 ||
    baseline.removed.length > 0 ||
    binaries.some(hasMoved) ||
    images.some(({ baseline: then }) => then?.isNoise === false)
  );
}
