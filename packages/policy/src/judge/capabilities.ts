import { type CapabilityOptions, capabilitiesOf } from '../capabilities-of.ts';
import { isPublished } from '../compare-levels.ts';
import type { Capability } from '../level.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { hasProvenPair, type Subject, shippedFacts } from './subject.ts';

/** DB002: a required capability that the file has not. `partly` is enough: on optimised code `locals` is never more. */
export function judgeCapabilities(judged: Case): readonly Draft[] {
  const { require: required, min } = judged.settings.debuggability;
  if (required === undefined) return [];
  const withDebug = min !== undefined && isPublished(min.value);
  const missing = capabilitiesOfShipped(judged.subject, withDebug).filter(
    ({ id, holds }) => holds === 'no' && required.value.includes(id),
  );
  return missing.map(({ id, reason }) => ({
    rule: 'DB002',
    severity: debugSeverity(judged),
    message: `\`${id}\` is required and not possible${withDebug ? ', even with the debug file' : ''}: ${reason}.`,
    measured: 'no',
    limit: id,
    next: withDebug
      ? 'Keep in the file or its debug file what this needs, or drop the requirement.'
      : 'Strip less, or ask for `+x3` in `min` so that the published debug file counts.',
    line: required.line,
  }));
}

/** Capabilities of the file that ships; `withDebug`: as someone sees it who has found its proven debug file. */
export function capabilitiesOfShipped(subject: Subject, withDebug: boolean): Capability[] {
  const facts = shippedFacts(subject);
  // A repaired build ID stands in both halves.
  const options: CapabilityOptions =
    withDebug && hasProvenPair(subject) ? { debug: { ...subject.before, buildIds: facts.buildIds } } : {};
  return capabilitiesOf(facts, options);
}
