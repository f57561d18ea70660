import { isPublished } from '../compare-levels.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { shippedFacts } from './subject.ts';

/** ID001: the build ID is a constant, is shared with another binary, or is missing where symbols are found by it. */
export function judgeIdentity(judged: Case): readonly Draft[] {
  const message = faultOf(judged);
  if (message === undefined) return [];
  const { gnu } = judged.facts.buildIds;
  return [
    {
      rule: 'ID001',
      severity: debugSeverity(judged),
      message,
      ...(gnu === undefined ? {} : { measured: gnu }),
      next: 'Run `gosymbols split --build-ids repair`, or build with an ID of its own for each binary.',
      line: judged.artifact.line,
    },
  ];
}

function faultOf({ facts, subject, sameId, settings }: Case): string | undefined {
  const { gnu, constant, file } = facts.buildIds;
  const { min } = settings.debuggability;
  if (constant !== undefined) return `The build ID cannot tell this build from another: ${constant}.`;
  if (gnu === undefined) {
    return min !== undefined && isPublished(min.value)
      ? 'It has no GNU build ID, by which its debug file would be found.'
      : undefined;
  }
  const twin = sameId.find(
    (other) => other.name !== subject.name && shippedFacts(other).buildIds.file !== file,
  );
  return twin === undefined ? undefined : `${twin.name} is another file with the same build ID ${gnu}.`;
}
