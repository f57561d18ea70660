import { hasLevelMoved, hasSizeMoved } from '../model/movement.ts';
import type { ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentDeltaText, sizeText } from '../text/size-text.ts';
import { middleCut } from '../text/visible-text.ts';

/** The verdict in a few words: what fails, or what the change costs. */
export function commentHeadline(model: ReportModel): string {
  const { baseline, verdict, headline } = model;
  if (verdict === 'fail' || baseline === undefined || baseline.compared === 0) return headline;
  const size = sizeWords(model);
  const levels = levelWords(model);
  return levels === '' ? `${size}, as debuggable as before` : `${size}, ${levels}`;
}

/** The figures of the whole, in a sentence or two. */
export function commentSentence(model: ReportModel): string {
  const { totals, baseline, baselineMissing, verdict, findings, sentence } = model;
  if (verdict === 'fail') {
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const cost = baseline === undefined ? '' : ` The change costs ${costOf(model)}.`;
    return `${countText(errors, 'rule')} ${errors === 1 ? 'does' : 'do'} not hold.${cost}`;
  }
  if (baseline === undefined) {
    return `${sentence}${baselineMissing === undefined ? '' : ' Nothing was compared.'}`;
  }
  const came = baseline.added.length === 0 ? '' : ` New: ${namesOf(baseline.added)}.`;
  const went = baseline.removed.length === 0 ? '' : ` Gone: ${namesOf(baseline.removed)}.`;
  return `${countText(totals.binaries, 'binary', 'binaries')} ship at ${sizeText(totals.size.after)}; the change costs ${costOf(model)}.${came}${went}`;
}

function costOf({ baseline, totals }: ReportModel): string {
  if (baseline === undefined) return '';
  const before = totals.size.after - baseline.delta;
  const percent = before === 0 ? 0 : (baseline.delta / before) * 100;
  return `${deltaText(baseline.delta)} (${percentDeltaText(percent)})`;
}

function sizeWords({ baseline, binaries }: ReportModel): string {
  const moved = binaries.filter(hasSizeMoved).length;
  if (baseline === undefined || moved === 0) return 'No size moved';
  const { delta } = baseline;
  const size = delta === 0 ? 'Same size in all' : `${deltaText(delta)}`;
  return `${size} over ${countText(moved, 'binary', 'binaries')}`;
}

function levelWords({ binaries }: ReportModel): string {
  const changed = binaries.filter(hasLevelMoved);
  const [first] = changed;
  if (first?.baseline === undefined) return '';
  const others = changed.length === 1 ? '' : ` and ${changed.length - 1} more`;
  return `level of ${middleCut(first.name, 40)} ${first.baseline.levels.before} → ${first.baseline.levels.after}${others}`;
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => `\`${middleCut(name, 60)}\``);
  return `${shown.join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`;
}
