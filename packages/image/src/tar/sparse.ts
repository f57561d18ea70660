import { decimal, numberOf } from './numbers.ts';
import { type PaxRecords, paxValue } from './pax.ts';

/** A run of bytes that is stored; what lies between runs is a hole. */
export interface SparseRun {
  readonly offset: number;
  readonly length: number;
}

export interface SparseFile {
  readonly name: string | undefined;
  readonly realSize: number;
  /** Undefined for format 1.0, which keeps the map in front of the content. */
  readonly runs: readonly SparseRun[] | undefined;
}

/** More runs than this are not believed: 24 bytes each in the old format, 2 digits at least in the new. */
export const MAX_RUNS = 100_000;

/** Formats 0.0, 0.1 and 1.0 (GNU tar manual, "Storing Sparse Files"). Undefined: not sparse. A text says what is wrong. */
export function paxSparse(records: PaxRecords): SparseFile | string | undefined {
  const get = (key: string): string | undefined => paxValue(records, `GNU.sparse.${key}`);
  const version = [get('major'), get('minor')].join('.');
  const isNewest = version === '1.0';
  const map = get('map') ?? repeated(records);
  if (!isNewest && map === undefined) {
    return version === '.' || version === '0.0' || version === '0.1'
      ? undefined
      : `sparse format ${version} is unknown`;
  }
  const realSize = decimal(get('realsize') ?? get('size') ?? '');
  if (realSize === undefined) return 'a sparse file has no readable size';
  if (isNewest || map === undefined) return { name: get('name'), realSize, runs: undefined };
  const runs = runsOf(map.split(',').map(decimal), realSize);
  return typeof runs === 'string' ? runs : { name: get('name'), realSize, runs };
}

function repeated(records: PaxRecords): string | undefined {
  const numbers = records.filter(([key]) => key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes');
  return numbers.length === 0 ? undefined : numbers.map(([, value]) => value).join(',');
}

/** Entries of 24 bytes in the header of the old format and in the blocks after it; an empty one ends them. */
export function gnuNumbers(bytes: Buffer): readonly (number | undefined)[] {
  const numbers: (number | undefined)[] = [];
  for (let at = 0; at + 24 <= bytes.length && bytes[at] !== 0; at += 24) {
    numbers.push(numberOf(bytes.subarray(at, at + 12)), numberOf(bytes.subarray(at + 12, at + 24)));
  }
  return numbers;
}

/** Offsets and lengths in turn, as runs in order inside the file. A text says what is wrong. */
export function runsOf(
  numbers: readonly (number | undefined)[],
  realSize: number,
): readonly SparseRun[] | string {
  if (numbers.length % 2 !== 0) return 'a sparse map has an offset without a length';
  if (numbers.length / 2 > MAX_RUNS) return `a sparse map has more than ${MAX_RUNS} runs`;
  const runs: SparseRun[] = [];
  let end = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    const [offset, length] = [numbers[at], numbers[at + 1]];
    if (offset === undefined || length === undefined) return 'a sparse map holds something that is no number';
    if (offset < end || offset + length > realSize)
      return `a sparse run of ${length} bytes at ${offset} does not fit into ${realSize} bytes`;
    end = offset + length;
    if (length > 0) runs.push({ offset, length });
  }
  return runs;
}
