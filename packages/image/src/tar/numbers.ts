/** A number of a header: octal digits, or base 256 when the first bit is set (GNU). Undefined where it is neither. */
export function numberOf(field: Buffer): number | undefined {
  const first = field[0] ?? 0;
  if ((first & 0x80) !== 0) return base256(field, first);
  const text = field
    .toString('latin1')
    .replace(/^[ \0]+/, '')
    .replace(/[ \0].*$/s, '');
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? safe(Number.parseInt(text, 8)) : undefined;
}

/** Negative values mean nothing in the fields that we read. */
function base256(field: Buffer, first: number): number | undefined {
  if ((first & 0x40) !== 0) return undefined;
  let value = first & 0x3f;
  for (const byte of field.subarray(1)) {
    value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) return undefined;
  }
  return value;
}

/** Decimal digits, as extended headers have them. */
export function decimal(text: string): number | undefined {
  return /^\d+$/.test(text) ? safe(Number(text)) : undefined;
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
