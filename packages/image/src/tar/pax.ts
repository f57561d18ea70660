import { decimal } from './numbers.ts';
import { textOf } from './text.ts';

/** Sparse maps of GNU's pax format 0.0 repeat a key, so that records are a list. */
export type PaxRecords = readonly (readonly [key: string, value: string])[];

const SPACE = 0x20;
const NEWLINE = 0x0a;
const EQUALS = 0x3d;

/** Records of an extended header (POSIX.1-2001 pax, "pax Extended Header"): `<length> <key>=<value>\n`. A text says what is wrong. */
export function decodePax(bytes: Buffer): PaxRecords | string {
  const records: [string, string][] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const length = space === -1 ? undefined : decimal(bytes.toString('latin1', at, space));
    const end = at + (length ?? 0);
    const equals = bytes.indexOf(EQUALS, space);
    if (length === undefined || end > bytes.length || equals <= space + 1 || equals >= end)
      return 'an extended tar header is malformed';
    if (bytes[end - 1] !== NEWLINE) return 'a record of an extended tar header does not end where it says';
    const key = textOf(bytes.subarray(space + 1, equals));
    const value = bytes.subarray(equals + 1, end - 1);
    if (value.includes(0) && (key === 'path' || key === 'linkpath')) return `a tar ${key} holds a NUL`;
    records.push([key, textOf(value)]);
    at = end;
  }
  return records;
}

/** The last record counts; an empty value takes an earlier one back. */
export function paxValue(records: PaxRecords, key: string): string | undefined {
  const value = records.findLast(([name]) => name === key)?.[1];
  return value === '' ? undefined : value;
}
