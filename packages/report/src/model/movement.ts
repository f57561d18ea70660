import type { BinaryModel, ReportModel } from './report-model.ts';

/** Linkers lay files out in pages: less than one is no news. The policy's own default for `noise`. */
const NOISE_BYTES = 4096;
const NOISE_PERCENT = 0.05;

/** Whether the shipped size moved by more than noise, or the level moved at all. */
export function hasMoved({ baseline, level }: BinaryModel): boolean {
  return baseline !== undefined && (baseline.level !== level.shown || hasSizeMoved({ baseline }));
}

export function hasSizeMoved({ baseline }: Pick<BinaryModel, 'baseline'>): boolean {
  if (baseline === undefined) return false;
  const { delta, percent } = baseline;
  return Math.abs(delta) >= NOISE_BYTES && Math.abs(percent) >= NOISE_PERCENT;
}

/** Whether the report tells a pull request's readers anything: something failed, warns, moved, came or went. */
export function isNews(model: ReportModel): boolean {
  const { verdict, findings, baseline, binaries } = model;
  if (verdict === 'fail' || findings.some(({ severity }) => severity !== 'notice')) return true;
  if (baseline === undefined) return false;
  return baseline.added.length > 0 || baseline.removed.length > 0 || binaries.some(hasMoved);
}
