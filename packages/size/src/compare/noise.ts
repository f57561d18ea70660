/** A change up to either of these is none. */
export interface Noise {
  readonly bytes: number;
  readonly percent: number;
}

/** One page of a file, which is the step in which file sizes move; and a twentieth of a percent. */
export const DEFAULT_NOISE: Noise = { bytes: 4096, percent: 0.05 };

/** @param bytes grown by, or shrunk by where negative; from `before` */
export function isNoise(bytes: number, before: number, noise: Noise): boolean {
  const moved = Math.abs(bytes);
  return moved <= noise.bytes || moved <= (before * noise.percent) / 100;
}
