import { compareImages } from '@gosymbols/size';
import type { Increase, SizeLimit, Stated } from '../../file/policy.ts';
import type { Draft } from '../case.ts';
import { isStale } from '../comparability.ts';
import { judgeGrowth } from '../growth.ts';
import { NEXT_SINCE_RELEASE, noRelease } from '../since-release.ts';
import { clip, type ImageCase, type ImageRule, limitSeverity } from './image-case.ts';
import { imageUnlikeness } from './image-comparability.ts';
import { NEXT_OF_WASTE, WHOLE } from './maxima.ts';

const NEXT = 'See what each layer holds; make it smaller, or raise `max-increase` with a reason.';

/**
 * SZ002: an image, a layer of it or what it wastes grew more than allowed since the baseline. A layer is compared with
 * the baseline's of the same build step; a new one counts for the whole image only.
 */
export const judgeImageIncrease: ImageRule = (judged) => {
  const { base, image, policy } = judged;
  if (base === undefined) return [];
  const { size, wire, waste, layers } = compareImages(base, image);
  const { budget } = judged.settings;
  const grew = (
    { before, after }: { readonly before: number; readonly after: number },
    allowed: Stated<Increase> | undefined,
    about: { readonly where: string; readonly severity: Draft['severity']; readonly next?: string },
  ): readonly Draft[] =>
    allowed === undefined
      ? []
      : judgeGrowth(before, after, { rule: 'SZ002', allowed, noise: policy.noise, next: NEXT, ...about });
  const severityOf = (own: Draft['severity'] | undefined): Draft['severity'] =>
    softened(judged, limitSeverity(judged, own));
  return [
    ...grew(size, budget.disk.increase, {
      where: WHOLE.disk,
      severity: severityOf(budget.disk.severity?.value),
    }),
    ...grew(wire, budget.wire.increase, {
      where: WHOLE.wire,
      severity: severityOf(budget.wire.severity?.value),
    }),
    ...layers.flatMap((layer) =>
      layer.by === undefined
        ? []
        : grew(layer.wire, increaseOf(budget.layers), {
            where: `in layer ${(layer.after ?? 0) + 1} of ${image.layers.length}${layer.createdBy === undefined ? '' : ` (${clip(layer.createdBy)})`}`,
            severity: severityOf(budget.layers?.value.severity),
          }),
    ),
    ...grew(waste, increaseOf(budget.waste), {
      where: 'in files that a later layer replaces or deletes',
      severity: severityOf(budget.waste?.value.severity),
      next: NEXT_OF_WASTE,
    }),
  ];
};

/** SZ003: all layers, unpacked, grew more than allowed since the last release. */
export const judgeImageSinceRelease: ImageRule = (judged) => {
  const { sinceRelease } = judged.settings.budget;
  const { image, release, policy } = judged;
  const severity = limitSeverity(judged, sinceRelease?.value.severity);
  if (sinceRelease === undefined) return [];
  if (release === undefined) return noRelease(sinceRelease, severity, 'this image');
  return judgeGrowth(release.size, image.size, {
    rule: 'SZ003',
    severity,
    where: `${WHOLE.disk}, since the last release`,
    allowed: sinceRelease,
    noise: policy.noise,
    next: NEXT_SINCE_RELEASE,
  });
};

function increaseOf(limit: Stated<SizeLimit> | undefined): Stated<Increase> | undefined {
  const increase = limit?.value.increase;
  return limit === undefined || increase === undefined ? undefined : { value: increase, line: limit.line };
}

function softened(judged: ImageCase, severity: Draft['severity']): Draft['severity'] {
  const { onToolchainChange, onStale } = judged.policy.baseline;
  const softens =
    (imageUnlikeness(judged).length > 0 && onToolchainChange !== 'error') ||
    (isStale(judged) && onStale !== 'error');
  return softens && severity === 'error' ? 'warn' : severity;
}
