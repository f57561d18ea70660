/** A change up to either of these is none. */
export interface Noise {
  readonly bytes: number;
  readonly percent: number;
}

/** @param bytes grown by, or shrunk by where negative; from `before` */
export function isNoise(bytes: number, before: number, noise: Noise): boolean {
  const moved = Math.abs(bytes);
  return moved <= noise.bytes || moved <= (before * noise.percent) / 100;
}
