import type { ByteSource } from '@gosymbols/bytes';

/** Source files that are named by a path of the machine that compiled them: what `-trimpath` is there to prevent. */
export interface AbsolutePaths {
  readonly count: number;
  /** The first of them. */
  readonly example: string;
}

const WINDOW = 1024 * 1024;
const LONGEST = 4096;

/** Among the NUL-terminated names of pclntab's file table. Undefined where none is absolute. */
export function absolutePathsIn(source: ByteSource, start: number, end: number): AbsolutePaths | undefined {
  let count = 0;
  let example: string | undefined;
  let atStart = true;
  for (let offset = start; offset < end; offset += WINDOW) {
    const length = Math.min(WINDOW, end - offset);
    const bytes = source.read(offset, Math.min(length + LONGEST, end - offset));
    for (let at = 0; at < length; at += 1) {
      if (atStart && isAbsolute(bytes, at)) {
        count += 1;
        example ??= textAt(bytes, at);
      }
      atStart = bytes[at] === 0;
    }
  }
  return example === undefined ? undefined : { count, example };
}

/** `/…`, or `C:\…` and `C:/…`. */
function isAbsolute(bytes: Uint8Array, at: number): boolean {
  const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === 0x2f) return true;
  const letter = (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a;
  return letter && second === 0x3a && (third === 0x2f || third === 0x5c);
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return Buffer.from(bytes.subarray(at, end < 0 ? at + LONGEST : end)).toString('utf8');
}
