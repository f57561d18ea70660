const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12.1 MiB`: one digit after the point, none below 1 KiB. */
export function spellSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}
