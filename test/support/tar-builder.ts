const BLOCK = 512;

export interface BuiltEntry {
  readonly name: string;
  /** Type flag; default `0`, a file. */
  readonly type?: string;
  readonly link?: string;
  readonly content?: Buffer | string;
  readonly mode?: number;
  /** What the header says in place of the content's length: digits as written, or a number. */
  readonly size?: number | string;
  /** Changes the header before its checksum is made. */
  readonly change?: (header: Buffer) => void;
}

/** A tar, header by header, so that each can lie. Ends with two blocks of zeros. */
export function tar(...entries: readonly BuiltEntry[]): Buffer {
  return Buffer.concat([openTar(...entries), Buffer.alloc(2 * BLOCK)]);
}

/** The same without the end-of-archive mark. */
export function openTar(...entries: readonly BuiltEntry[]): Buffer {
  return Buffer.concat(entries.map(blocksOf));
}

/** An extended header (POSIX pax) for the entry that follows. */
export function pax(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): BuiltEntry {
  return { name: 'pax', type, content: Object.entries(records).map(recordOf).join('') };
}

export function recordOf([key, value]: readonly [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const length = (digits: number): number => digits + Buffer.byteLength(rest);
  let digits = 1;
  while (String(length(digits)).length !== digits) digits++;
  return `${length(digits)}${rest}`;
}

function blocksOf(entry: BuiltEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const header = Buffer.alloc(BLOCK);
  const size = entry.size ?? content.length;
  header.write(entry.name, 0, 100, 'utf8');
  header.write(octal(entry.mode ?? 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(typeof size === 'string' ? size : octal(size, 11), 124, 12, 'latin1');
  header.write(octal(0, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(entry.type ?? '0', 156, 1, 'latin1');
  header.write(entry.link ?? '', 157, 100, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  entry.change?.(header);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, 8, 'latin1');
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
