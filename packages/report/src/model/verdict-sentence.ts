import { countText, deltaText, percentText, sizeText } from '../text/size-text.ts';
import { middleCut } from '../text/visible-text.ts';
import type { BaselineModel, FindingModel, ReportVerdict, Totals } from './report-model.ts';

/** What the verdict is made of. */
export interface VerdictFacts {
  readonly verdict: ReportVerdict;
  readonly totals: Totals;
  readonly findings: readonly FindingModel[];
  readonly baseline?: BaselineModel;
}

/** A few words on what happened to the bytes and the symbols. */
export function headlineOf({ verdict, totals, findings }: VerdictFacts): string {
  if (totals.binaries === 0) return 'No binaries in the index';
  if (verdict === 'fail') return failedRules(findings);
  if (totals.split === 0) return `${countText(totals.binaries, 'binary', 'binaries')} built, not split`;
  const shrunk = totals.size.saved > 0 ? `${percentText(totals.size.savedPercent)} smaller` : 'Split';
  if (totals.debugFiles === 0) return totals.size.saved > 0 ? shrunk : 'Shipped as built';
  if (totals.verified === totals.debugFiles) return `${shrunk}, every symbol published`;
  return totals.verified === 0
    ? `${shrunk}, symbols not published`
    : `${shrunk}, ${totals.verified} of ${totals.debugFiles} published`;
}

/** The verdict with its figures: what an e-mail preview shows. */
export function sentenceOf(facts: VerdictFacts): string {
  const { totals, baseline } = facts;
  if (totals.binaries === 0) return `${judged(facts)} The index lists no binaries.`;
  const comparison =
    baseline === undefined || baseline.compared === 0
      ? ''
      : ` Against the baseline: ${deltaText(baseline.delta)} over ${countText(baseline.compared, 'binary', 'binaries')}.`;
  return `${judged(facts)} ${sizes(totals)}${symbols(totals)}.${comparison}`;
}

function judged({ verdict, findings }: VerdictFacts): string {
  if (verdict === 'unjudged') return 'Not judged against a policy yet.';
  if (verdict === 'fail') return firstError(findings);
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  return warnings === 0 ? 'All rules hold.' : `All rules hold, with ${countText(warnings, 'warning')}.`;
}

function failedRules(findings: readonly FindingModel[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return 'The verdict is fail';
  const rules = [...new Set(errors.map((finding) => middleCut(finding.rule, 40)))];
  if (errors.length === 1) return `${rules[0]} fails for ${middleCut(first.artifact, 60)}`;
  const named =
    rules.length > 4 ? `${rules.slice(0, 3).join(', ')} and ${rules.length - 3} more` : rules.join(', ');
  return `${countText(errors.length, 'violation')} of ${named}`;
}

/** The worst finding in its own words; the others are counted. */
function firstError(findings: readonly FindingModel[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return 'The verdict is fail, and no rule says why.';
  const told = `${middleCut(first.artifact, 60)}: ${middleCut(first.message, 240).replace(/\.$/, '')}`;
  return errors.length === 1 ? `${told}.` : `${told}; and ${errors.length - 1} more.`;
}

function sizes({ binaries, size, split }: Totals): string {
  const subject = `${countText(binaries, 'binary', 'binaries')} ${binaries === 1 ? 'ships' : 'ship'}`;
  if (split === 0) return `${subject} as built, ${sizeText(size.after)}`;
  if (size.saved <= 0) return `${subject} at ${sizeText(size.after)}, nothing saved`;
  return `${subject} at ${sizeText(size.after)}, ${sizeText(size.saved)} (${percentText(size.savedPercent)}) less than built`;
}

function symbols({ debugFiles, published, verified }: Totals): string {
  if (debugFiles === 0) return '';
  if (verified === debugFiles) return '; all debug files are published and read back';
  if (published === 0) return `; ${countText(debugFiles, 'debug file')} not published`;
  return `; ${verified} of ${debugFiles} debug files published and read back`;
}
