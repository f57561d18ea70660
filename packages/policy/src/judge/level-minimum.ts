import { isPublished, meetsLevel } from '../compare-levels.ts';
import { levelOf } from '../level-of.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { hasProvenPair } from './subject.ts';

/** DB001: the level of the file that ships is below the minimum. */
export function judgeLevelMinimum(judged: Case): readonly Draft[] {
  const { min } = judged.settings.debuggability;
  if (min === undefined || meetsLevel(judged.level, min.value)) return [];
  const alone = levelOf(judged.facts);
  const wantsPair = isPublished(min.value) && !isPublished(judged.level) && judged.level !== 'D0';
  const reason = wantsPair ? whyNoPair(judged) : alone.reasons.join(', ');
  return [
    {
      rule: 'DB001',
      severity: debugSeverity(judged),
      message: `Level ${judged.level}, below the minimum ${min.value}: ${reason}.`,
      measured: judged.level,
      limit: min.value,
      next: wantsPair
        ? 'Run `gosymbols split` on a binary that still has `.symtab` and DWARF, and publish the debug file.'
        : 'Strip less (`gosymbols split --strip dwarf` or `none`), or lower `min`.',
      line: min.line,
    },
  ];
}

function whyNoPair({ subject }: Case): string {
  if (subject.split === undefined) return 'it was not split, so there is no debug file';
  if (subject.split.debug === undefined) return 'there was nothing to split off';
  if (!hasProvenPair(subject)) return 'the pair is not proven';
  return `with its debug file it reaches ${subject.split.levelWithDebug} only`;
}
