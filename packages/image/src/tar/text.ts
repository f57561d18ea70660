import { isUtf8 } from 'node:buffer';

/** Up to the first NUL. */
export function cText(field: Buffer): string {
  const end = field.indexOf(0);
  return textOf(end === -1 ? field : field.subarray(0, end));
}

/** Names are bytes. Those that are not UTF-8 stay different from each other: their bytes are spelled `\xff`. */
export function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes.toString('latin1').replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}
