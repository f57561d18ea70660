const UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** `10.5 MiB`; whole bytes below 1 KiB. At most two digits after the point. */
export function spellBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${bytes < 0 ? '-' : ''}${Number(value.toFixed(2))} ${UNITS[unit]}`;
}

/** `3.8 %`; two digits after the point below 1 %. */
export function spellPercent(percent: number): string {
  return `${Number(percent.toFixed(Math.abs(percent) < 1 ? 2 : 1))} %`;
}

const METRIC_WORDS = { disk: 'on disk', wire: 'on the wire (gzip -6)', loaded: 'loaded' } as const;

export function spellMetric(metric: keyof typeof METRIC_WORDS): string {
  return METRIC_WORDS[metric];
}
