import type { Draft } from '../case.ts';
import { judgeImageIncrease, judgeImageSinceRelease } from './growth-of-image.ts';
import type { ImageCase, ImageRule } from './image-case.ts';
import { judgeImageComparability } from './image-comparability.ts';
import { judgeImageMax, judgeLayersAndWaste } from './maxima.ts';

const RULES: readonly ImageRule[] = [
  judgeImageMax,
  judgeLayersAndWaste,
  judgeImageIncrease,
  judgeImageSinceRelease,
  judgeImageComparability,
];

/** The rules of an image as a whole; its programs are judged one by one. */
export function judgeImage(judged: ImageCase): readonly Draft[] {
  return RULES.flatMap((rule) => rule(judged));
}
