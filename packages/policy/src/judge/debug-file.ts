import { isPublished } from '../compare-levels.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';

/** DB005: a debug file that is asked for and missing, or that is there and not proven. */
export function judgeDebugFile(judged: Case): readonly Draft[] {
  const fault = faultOf(judged);
  if (fault === undefined) return [];
  const { min } = judged.settings.debuggability;
  return [
    { rule: 'DB005', severity: debugSeverity(judged), line: min?.line ?? judged.artifact.line, ...fault },
  ];
}

function faultOf(judged: Case): { message: string; next: string } | undefined {
  const { subject, files, settings } = judged;
  const { split, receipts = [] } = subject;
  const asked = settings.debuggability.min !== undefined && isPublished(settings.debuggability.min.value);
  if (split?.debug === undefined) {
    if (!asked || judged.level === 'D3' || judged.level === 'D4') return undefined;
    return {
      message: 'A published debug file is asked for (`+x3`), and there is none to publish.',
      next: 'Run `gosymbols split` on the binary as the linker wrote it.',
    };
  }
  const broken = split.proof.claims.filter(({ holds }) => !holds);
  if (!split.proof.holds) {
    return {
      message: `Its debug file is not proven to belong to it: ${broken.map(({ detail }) => detail).join(' ') || 'the proof does not hold.'}`,
      next: 'Split the original binary again; do not publish this pair.',
    };
  }
  if (files?.debug === 'differs') {
    return {
      message: `${split.debug.path} is not the debug file that was proven: its digest differs.`,
      next: 'Split the original binary again.',
    };
  }
  if (files?.debug === 'missing' && receipts.length === 0) {
    return {
      message: `${split.debug.path} is gone, and it was not published.`,
      next: 'Split the original binary again, then publish.',
    };
  }
  const unread = receipts.find(({ verified }) => !verified);
  if (unread === undefined) return undefined;
  return {
    message: `Its debug file was sent to ${unread.store} and could not be read back.`,
    next: 'Run `gosymbols publish` again.',
  };
}
