import type { Stated } from '../../file/policy.ts';
import type { Draft } from '../case.ts';
import { spellBytes, spellPercent } from '../spell-bytes.ts';
import { clip, type ImageCase, type ImageRule, limitSeverity } from './image-case.ts';

/** How many wasted paths a message names. */
const SHOWN = 3;

export const WHOLE = {
  disk: 'in all layers, unpacked',
  wire: 'in all layers, as they are pulled',
} as const;

/** SZ001: an image as a whole above its maximum. */
export const judgeImageMax: ImageRule = (judged) =>
  (['disk', 'wire'] as const).flatMap((metric): Draft[] => {
    const { max, severity } = judged.settings.budget[metric];
    const size = metric === 'disk' ? judged.image.size : judged.image.wire;
    const draft = over(size, max, WHOLE[metric]);
    return draft === undefined
      ? []
      : [{ rule: 'SZ001', severity: limitSeverity(judged, severity?.value), ...draft }];
  });

/** SZ005: a layer, or what the image wastes, above its maximum. */
export const judgeLayersAndWaste: ImageRule = (judged) => [...judgeLayers(judged), ...judgeWaste(judged)];

function judgeLayers(judged: ImageCase): Draft[] {
  const { layers: limit } = judged.settings.budget;
  if (limit?.value.max === undefined) return [];
  const max = { value: limit.value.max, line: limit.line };
  const { layers } = judged.image;
  return layers.flatMap(({ wire, createdBy }, index): Draft[] => {
    const made = createdBy === undefined ? '' : ` (${clip(createdBy)})`;
    const draft = over(wire, max, `in layer ${index + 1} of ${layers.length}${made}`);
    return draft === undefined
      ? []
      : [{ rule: 'SZ005', severity: limitSeverity(judged, limit.value.severity), ...draft }];
  });
}

export const NEXT_OF_WASTE =
  'Delete or replace files in the build step that made them, or in a stage that does not ship.';

function judgeWaste(judged: ImageCase): Draft[] {
  const { waste: limit } = judged.settings.budget;
  if (limit?.value.max === undefined) return [];
  const { waste } = judged.image;
  const shown = waste.paths.slice(0, SHOWN).map(({ path, bytes }) => `${clip(path)} ${spellBytes(bytes)}`);
  const more = waste.files > shown.length ? ` and ${waste.files - shown.length} more` : '';
  const draft = over(
    waste.bytes,
    { value: limit.value.max, line: limit.line },
    `in files that a later layer replaces or deletes, ${shown.join(', ')}${more}`,
  );
  if (draft === undefined) return [];
  const severity = limitSeverity(judged, limit.value.severity);
  return [{ rule: 'SZ005', severity, ...draft, next: NEXT_OF_WASTE }];
}

function over(
  size: number,
  max: Stated<number> | undefined,
  what: string,
): Omit<Draft, 'rule' | 'severity'> | undefined {
  if (max === undefined || size <= max.value) return undefined;
  const share = max.value === 0 ? '' : ` (${spellPercent(((size - max.value) / max.value) * 100)})`;
  return {
    message: `${spellBytes(size)} ${what}: ${spellBytes(size - max.value)}${share} over the maximum of ${spellBytes(max.value)}.`,
    measured: spellBytes(size),
    limit: spellBytes(max.value),
    next: 'See what each layer holds; make it smaller, or raise `max` with a reason.',
    line: max.line,
  };
}
