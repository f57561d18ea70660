const KIB = 1024;
const MIB = KIB * 1024;
const GIB = MIB * 1024;
/** U+2212: as wide as a plus, and never broken from its figure. */
const MINUS = '\u2212';
/** U+00A0 keeps a figure and its unit on one line. */
const SPACE = '\u00a0';

/** Bytes for people, in powers of 1024: `512 B`, `3.2 KiB`, `14.1 MiB`, `2.25 GiB`. */
export function sizeText(bytes: number): string {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? MINUS : '';
  // Thresholds sit where rounding would otherwise give "1024.0 KiB".
  if (size < KIB) return `${sign}${size}${SPACE}B`;
  if (size < MIB - 0.05 * KIB) return `${sign}${(size / KIB).toFixed(1)}${SPACE}KiB`;
  if (size < GIB - 0.05 * MIB) return `${sign}${(size / MIB).toFixed(1)}${SPACE}MiB`;
  return `${sign}${(size / GIB).toFixed(2)}${SPACE}GiB`;
}

/** A change in bytes, always signed: `+4.0 KiB`, `−2.1 MiB`, `±0 B`. */
export function deltaText(bytes: number): string {
  if (bytes === 0) return `±0${SPACE}B`;
  return bytes > 0 ? `+${sizeText(bytes)}` : sizeText(bytes);
}

/** A share given in percent, one decimal: `41.3 %`. */
export function percentText(percent: number): string {
  return `${percent < 0 ? MINUS : ''}${Math.abs(percent).toFixed(1)}${SPACE}%`;
}

/** A change in percent, always signed: `+2.0 %`, `−41.3 %`, `±0 %`. */
export function percentDeltaText(percent: number): string {
  if (Math.abs(percent) < 0.05) return `±0${SPACE}%`;
  return percent > 0 ? `+${percentText(percent)}` : percentText(percent);
}

/** `1 binary`, `2 binaries`. */
export function countText(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `2026-11-24 09:30 UTC` from ISO 8601; text that is no date stays as it is. */
export function dateText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const text = date.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** The same text with ASCII minus and plain spaces, for terminals and for searching. */
export function plainText(text: string): string {
  return text.replaceAll(MINUS, '-').replaceAll(SPACE, ' ');
}
