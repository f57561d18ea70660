import { numberOf } from './numbers.ts';
import { cText } from './text.ts';

export const TAR_BLOCK = 512;

/** Offset and length of the fields (POSIX.1-2001 pax, "ustar Interchange Format"; GNU tar, "Basic Tar Format"). */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
  gnuAccessTime: [345, 12],
  gnuChangeTime: [357, 12],
  gnuSparse: [386, 4 * 24],
  gnuExtended: [482, 1],
  gnuRealSize: [483, 12],
} as const satisfies Record<string, readonly [number, number]>;

export interface Header {
  readonly name: string;
  readonly link: string;
  /** The type flag's character; `\0` is the oldest spelling of a file. */
  readonly type: string;
  /** Bytes that follow, as the header says. */
  readonly size: number;
  readonly mode: number;
  /** What old GNU sparse files (type `S`) keep in the header: the map's first entries, whether more follow, the real size. */
  readonly gnuSparse?: { readonly map: Buffer; readonly extended: boolean; readonly realSize: number };
}

/** A text says what is wrong. A block of zeros is not a header: ask `isZero` before. */
export function decodeHeader(block: Buffer): Header | string {
  const field = (name: keyof typeof FIELDS): Buffer => {
    const [offset, length] = FIELDS[name];
    return block.subarray(offset, offset + length);
  };
  const written = numberOf(field('checksum'));
  if (written === undefined || !checksums(block).includes(written))
    return 'a tar header has a wrong checksum';
  const size = numberOf(field('size'));
  if (size === undefined) return `a tar header has size ${JSON.stringify(field('size').toString('latin1'))}`;
  const type = String.fromCharCode(field('type')[0] ?? 0);
  const magic = field('magic').toString('latin1');
  const prefix = hasPrefix(magic, field) ? cText(field('prefix')) : '';
  const name = cText(field('name'));
  const realSize = numberOf(field('gnuRealSize'));
  if (type === 'S' && realSize === undefined) return 'a sparse tar header has no readable size';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    link: cText(field('link')),
    type,
    size,
    mode: numberOf(field('mode')) ?? 0,
    ...(type === 'S' && realSize !== undefined
      ? { gnuSparse: { map: field('gnuSparse'), extended: field('gnuExtended')[0] !== 0, realSize } }
      : {}),
  };
}

export function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** Go before 1.8 wrote long names into a prefix under GNU's magic, where GNU keeps times; Go's reader tells them apart so. */
function hasPrefix(magic: string, field: (name: keyof typeof FIELDS) => Buffer): boolean {
  if (magic === 'ustar\x0000') return true;
  if (magic !== 'ustar  \0' || field('prefix')[0] === 0) return false;
  return numberOf(field('gnuAccessTime')) === undefined || numberOf(field('gnuChangeTime')) === undefined;
}

/** Sum of all bytes, the checksum's own as spaces; some old writers summed signed bytes. */
function checksums(block: Buffer): readonly number[] {
  const [from, length] = FIELDS.checksum;
  let unsigned = 0x20 * length;
  let signed = unsigned;
  for (let at = 0; at < TAR_BLOCK; at++) {
    if (at >= from && at < from + length) continue;
    const byte = block[at] ?? 0;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return [unsigned, signed];
}
