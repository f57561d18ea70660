import type { BinaryRecord } from '@gosymbols/record';
import type { Parts } from '@gosymbols/size';

/** Bytes of the file that ships. */
export function shippedBytes({ before, sizeBefore, split }: BinaryRecord): number {
  return split?.sizeAfter.disk ?? sizeBefore?.disk ?? before.size;
}

/** Its bytes as a compressed layer; undefined where that was not measured. */
export function shippedWire({ sizeBefore, split }: BinaryRecord): number | undefined {
  return (split?.sizeAfter ?? sizeBefore)?.wire?.bytes;
}

export function shippedParts({ sizeBefore, split }: BinaryRecord): Parts | undefined {
  return (split?.sizeAfter ?? sizeBefore)?.parts;
}
