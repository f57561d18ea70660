import type { MeasuredLayer } from './measured-image.ts';

/** Indices of one layer in either image. Never both absent. */
export interface LayerPair {
  readonly before?: number;
  readonly after?: number;
  /** What made them a pair: the same content, the same build step, or the same place among as many layers. */
  readonly by?: 'content' | 'step' | 'place';
}

/**
 * Layers of the later image in their order, then those that only the earlier one has. Each layer is in one pair: by
 * content first, then by build step, the n-th of a step with the n-th. What is left is a pair by its place, where both
 * images have as many layers: a build step that was written anew.
 */
export function pairLayers(before: readonly MeasuredLayer[], after: readonly MeasuredLayer[]): LayerPair[] {
  const taken = new Map<number, LayerPair>();
  const free = new Set(before.keys());
  const pairUp = (
    by: NonNullable<LayerPair['by']>,
    keyOf: (layer: MeasuredLayer, at: number) => string | undefined,
  ) => {
    const waiting = Map.groupBy(free, (at) => keyOf(before[at] as MeasuredLayer, at));
    for (const [at, layer] of after.entries()) {
      const key = taken.has(at) ? undefined : keyOf(layer, at);
      const found = key === undefined ? undefined : waiting.get(key)?.shift();
      if (found === undefined) continue;
      free.delete(found);
      taken.set(at, { before: found, after: at, by });
    }
  };
  pairUp('content', ({ diffId }) => diffId);
  pairUp('step', ({ createdBy }) => (createdBy === undefined ? undefined : stepOf(createdBy)));
  if (before.length === after.length) pairUp('place', (_, at) => String(at));
  return [
    ...after.map((_, at): LayerPair => taken.get(at) ?? { after: at }),
    ...[...free].map((at): LayerPair => ({ before: at })),
  ];
}

/** Docker's older builder writes the digest of what it copies into the step: `COPY file:<64 hex digits> in /bin`. */
function stepOf(createdBy: string): string {
  return createdBy.replace(/\b(file|dir|multi):[0-9a-f]{64}\b/g, '$1');
}
