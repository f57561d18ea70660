const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
};

export const SIZE_UNITS = 'only B KiB MiB GiB or kB MB GB';

/** Bytes of a size such as `10.5MiB`, rounded to a whole byte; or a sentence that says what is wrong with it. */
export function parseSize(text: string): number | string {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z]*)$/.exec(text);
  if (match === null) return `\`${text}\` is not a size: a number and its unit, ${SIZE_UNITS}`;
  const [, number = '', unit = ''] = match;
  if (unit === '') return `\`${text}\` has no unit: ${SIZE_UNITS}`;
  const factor = UNITS[unit];
  if (factor === undefined) return `\`${unit}\` is not a unit: ${SIZE_UNITS}`;
  const bytes = Number(number) * factor;
  if (unit === 'B' && !Number.isInteger(bytes)) return `\`${text}\` is not a whole number of bytes`;
  if (bytes > Number.MAX_SAFE_INTEGER) return `\`${text}\` is larger than any file`;
  return Math.round(bytes);
}
