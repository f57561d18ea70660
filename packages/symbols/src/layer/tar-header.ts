/** POSIX.1-1988 "ustar" interchange format: one header block of 512 bytes. */
export const TAR_BLOCK = 512;

export interface TarEntry {
  /** At most 100 bytes, or 255 where a `/` parts them into prefix and name; directories end in `/`. */
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly executable?: boolean;
  /** Bytes; 0 for directories. */
  readonly size: number;
}

/** Offset and length of the header's fields. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const satisfies Record<string, readonly [number, number]>;

/** Eleven octal digits; larger sizes are written in base 256 (GNU, star, and every reader since). */
const MAX_OCTAL_SIZE = 0o77777777777;

/** A header owned by root, 0644 or 0755. @param mtime seconds since 1970 */
export function encodeTarHeader(entry: TarEntry, mtime: number): Buffer {
  const block = Buffer.alloc(TAR_BLOCK);
  const put = (field: keyof typeof FIELDS, text: string): void => {
    const [offset, length] = FIELDS[field];
    if (text.length > length) throw new RangeError(`tar ${field} \`${text}\` exceeds ${length} bytes`);
    block.write(text, offset, 'latin1');
  };
  // Names are UTF-8 bytes to every reader of today, and the fields count bytes.
  const { prefix, name } = splitName(Buffer.from(entry.name).toString('latin1'));
  put('name', name);
  put('prefix', prefix);
  put('mode', octal(entry.kind === 'file' && entry.executable !== true ? 0o644 : 0o755, 7));
  put('uid', octal(0, 7));
  put('gid', octal(0, 7));
  if (entry.size <= MAX_OCTAL_SIZE) put('size', octal(entry.size, 11));
  else {
    const [offset] = FIELDS.size;
    block[offset] = 0x80;
    block.writeBigUInt64BE(BigInt(entry.size), offset + 4);
  }
  put('mtime', octal(mtime, 11));
  put('type', entry.kind === 'file' ? '0' : '5');
  put('magic', 'ustar\x0000');
  put('checksum', `${octal(checksumOf(block), 6)}\0 `);
  return block;
}

/**
 * Reads a header; undefined for the block of zeros that ends an archive. A text says what is wrong: our layers hold
 * files and directories only, so links, devices and extended headers are refused.
 */
export function decodeTarHeader(block: Buffer): TarEntry | string | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const text = (field: keyof typeof FIELDS): string => {
    const [offset, length] = FIELDS[field];
    return (block.toString('latin1', offset, offset + length).split('\0')[0] ?? '').trim();
  };
  if (!text('magic').startsWith('ustar')) return 'is not a ustar header';
  if (Number.parseInt(text('checksum'), 8) !== checksumOf(block)) return 'has a wrong checksum';
  const [sizeAt] = FIELDS.size;
  const size =
    block[sizeAt] === 0x80
      ? Number(block.readBigUInt64BE(sizeAt + 4))
      : Number.parseInt(text('size') || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) return `has size \`${text('size')}\``;
  const prefix = text('prefix');
  const name = prefix === '' ? text('name') : `${prefix}/${text('name')}`;
  const type = text('type');
  const executable = (Number.parseInt(text('mode') || '0', 8) & 0o100) !== 0;
  if (type === '0' || type === '') return { name, kind: 'file', size, ...(executable ? { executable } : {}) };
  if (type === '5') return { name, kind: 'directory', size: 0 };
  return `is of type \`${type}\`, only files and directories are allowed`;
}

/** Fits ustar's two fields; a name that does not is left whole, and refused where it is written. */
function splitName(name: string): { readonly prefix: string; readonly name: string } {
  if (name.length <= FIELDS.name[1]) return { prefix: '', name };
  for (let at = name.indexOf('/'); at !== -1 && at <= FIELDS.prefix[1]; at = name.indexOf('/', at + 1)) {
    const rest = name.slice(at + 1);
    if (rest !== '' && rest.length <= FIELDS.name[1]) return { prefix: name.slice(0, at), name: rest };
  }
  return { prefix: '', name };
}

/** Can a header carry this name? */
export function fitsTarName(name: string): boolean {
  return splitName(Buffer.from(name).toString('latin1')).name.length <= FIELDS.name[1];
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** Sum of all bytes, those of the checksum field counted as spaces. */
function checksumOf(block: Buffer): number {
  const [offset, length] = FIELDS.checksum;
  let sum = 0x20 * length;
  for (let at = 0; at < TAR_BLOCK; at++) {
    if (at < offset || at >= offset + length) sum += block[at] ?? 0;
  }
  return sum;
}
