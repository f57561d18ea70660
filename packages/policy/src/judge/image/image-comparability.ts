import { compareImages } from '@gosymbols/size';
import { clipLikeness, comparabilityOf, spellUnlike, unlikeFacts } from '../comparability.ts';
import { shippedFacts } from '../subject.ts';
import { type ImageCase, type ImageRule, limitSeverity } from './image-case.ts';

/** BL001, BL002 and BL003 of an image. */
export const judgeImageComparability: ImageRule = (judged) =>
  comparabilityOf(judged, {
    what: 'image',
    line: comparingLine(judged),
    isThere: judged.base !== undefined,
    unlike: () => imageUnlikeness(judged),
  });

/** What moves an image's sizes without any change of its content: one sentence each. Of its programs, the first of each kind. */
export function imageUnlikeness({ image, base }: ImageCase): readonly string[] {
  if (base === undefined) return [];
  const whole = compareImages(base, image).differences.map(({ code, message }) =>
    code === 'platform'
      ? spellUnlike({ code, message })
      : `The baseline’s layers are compressed otherwise (${clipLikeness(message)}): what is pulled moved for that reason too.`,
  );
  const earlier = new Map(base.binaries.map((subject) => [subject.name, subject]));
  const programs = new Map<string, string>();
  for (const subject of image.binaries) {
    const then = earlier.get(subject.name);
    if (then === undefined) continue;
    for (const { code, message } of unlikeFacts(shippedFacts(then), shippedFacts(subject))) {
      // The variant of a program is told with the image's.
      if (code !== 'platform' && !programs.has(code))
        programs.set(code, `${subject.name}: ${spellUnlike({ code, message })}`);
    }
  }
  return [...whole, ...programs.values()];
}

/** Line of the first rule in force that needs a baseline. */
function comparingLine(judged: ImageCase): number | undefined {
  const { budget, debuggability } = judged.settings;
  const lines: number[] = [];
  for (const metric of ['disk', 'wire'] as const) {
    const { increase, severity } = budget[metric];
    if (increase !== undefined && limitSeverity(judged, severity?.value) !== 'off') lines.push(increase.line);
  }
  for (const limit of [budget.layers, budget.waste]) {
    if (limit?.value.increase !== undefined && limitSeverity(judged, limit.value.severity) !== 'off')
      lines.push(limit.line);
  }
  if (debuggability.noRegression?.value === true) lines.push(debuggability.noRegression.line);
  return lines[0];
}
