import type { Delta, Difference } from './comparison.ts';
import type { MeasuredImage } from './measured-image.ts';
import { type LayerPair, pairLayers } from './pair-layers.ts';

/** One layer on both sides; 0 bytes where it is not there. */
export interface LayerDelta extends LayerPair {
  readonly createdBy?: string;
  readonly wire: Delta;
  readonly size: Delta;
}

/** Two builds of one image, side by side. */
export interface ImageComparison {
  readonly size: Delta;
  readonly wire: Delta;
  readonly waste: Delta;
  /** Those of the later image in their order, then those that are gone. Columns sum to the image's where its own do. */
  readonly layers: readonly LayerDelta[];
  /** Reasons other than content for what moved. */
  readonly differences: readonly Difference[];
}

/** Compares two builds of one image. Pure; both sides may come from documents that others wrote. */
export function compareImages(before: MeasuredImage, after: MeasuredImage): ImageComparison {
  return {
    size: deltaOf(before.size, after.size),
    wire: deltaOf(before.wire, after.wire),
    waste: deltaOf(before.waste.bytes, after.waste.bytes),
    layers: pairLayers(before.layers, after.layers).map((pair): LayerDelta => {
      const then = pair.before === undefined ? undefined : before.layers[pair.before];
      const now = pair.after === undefined ? undefined : after.layers[pair.after];
      const createdBy = (now ?? then)?.createdBy;
      return {
        ...pair,
        ...(createdBy === undefined ? {} : { createdBy }),
        wire: deltaOf(then?.wire ?? 0, now?.wire ?? 0),
        size: deltaOf(then?.size ?? 0, now?.size ?? 0),
      };
    }),
    differences: [
      ...differs('platform', spellPlatform(before), spellPlatform(after)),
      ...differs('compression', spellCompression(before), spellCompression(after)),
    ],
  };
}

function deltaOf(before: number, after: number): Delta {
  return { before, after, bytes: after - before };
}

function differs(code: Difference['code'], before: string, after: string): Difference[] {
  return before === after || before === '' || after === '' ? [] : [{ code, message: `${before} → ${after}` }];
}

function spellPlatform({ platform }: MeasuredImage): string {
  return platform === undefined
    ? ''
    : [platform.os, platform.arch, platform.variant].filter((part) => part !== undefined).join('/');
}

/** Kinds in use, sorted: a base image may be compressed otherwise than what is put on it. */
function spellCompression({ layers }: MeasuredImage): string {
  return [...new Set(layers.map(({ compression }) => (compression === 'none' ? 'plain' : compression)))]
    .sort()
    .join(' and ');
}
