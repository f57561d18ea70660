import {
  type ByteOrder,
  type ByteSource,
  Cursor,
  FormatError,
  PagedSource,
  SubSource,
} from '@gosymbols/bytes';
import type { ElfFile } from '@gosymbols/elf';
import { type AbsolutePaths, absolutePathsIn } from './absolute-paths.ts';
import { type FoundPclntab, findPclntab } from './find-pclntab.ts';
import { textBaseOf } from './moduledata.ts';
import { type PclntabHeader, readPclntabHeader } from './pclntab-header.ts';

/** One function as pclntab knows it. */
export interface PclnFunction {
  readonly entry: bigint;
  readonly name: string;
}

/**
 * The table that Go programs carry to name their own code (Go's runtime/symtab.go). It is loaded, so no strip tool
 * removes it.
 */
export interface Pclntab {
  readonly version: string;
  readonly address: bigint;
  readonly size: number;
  /** Functions, without the closing entry. */
  readonly count: number;
  /** Address that entry offsets count from; undefined where it could not be found. */
  readonly textBase: bigint | undefined;
  /** Entry address of function `index`, ascending by index. */
  entryAt(index: number): bigint;
  /** @throws FormatError when the name lies outside the table */
  functionAt(index: number): PclnFunction;
  /** Source files named by absolute paths; undefined where there are none, and for the layout of Go 1.2. */
  absolutePaths(): AbsolutePaths | undefined;
  /** Lines of function `index`, by ascending address; the line of inlined code is its own, not the caller's. */
  linesOf(index: number): readonly LineSpan[];
}

/** Code up to `end` (excluded, from the end of the span before, or the function's entry) is of `line`, 1-based. */
export interface LineSpan {
  readonly end: number;
  readonly line: number;
}

/** Reads the header and the function table; names are read when asked for. Undefined where there is none. */
export function readPclntab(elf: ElfFile): Pclntab | undefined {
  const found = findPclntab(elf);
  if (found === undefined) return undefined;
  const source = new SubSource('pclntab', elf.source, found.offset, found.size);
  const header = readPclntabHeader(source, elf.header.order);
  if (header === undefined) return undefined;
  const relative = header.version === '1.18' || header.version === '1.20';
  const base = relative ? textBaseOf(elf, found.address, header) : 0n;
  return new Table(source, header, elf.header.order, found, base, relative);
}

/** Fields behind the entry: nameOff, args, deferreturn, pcsp, pcfile, pcln. */
const PCLN = 5;

class Table implements Pclntab {
  readonly version: string;
  readonly address: bigint;
  readonly size: number;
  readonly count: number;
  readonly textBase: bigint | undefined;
  readonly #source: ByteSource;
  readonly #header: PclntabHeader;
  readonly #order: ByteOrder;
  readonly #relative: boolean;
  /** Rows of entry and offset of the function's record, two numbers each. */
  readonly #rows: Float64Array;

  constructor(
    source: ByteSource,
    header: PclntabHeader,
    order: ByteOrder,
    found: FoundPclntab,
    base: bigint | undefined,
    relative: boolean,
  ) {
    this.version = header.version;
    this.address = found.address;
    this.size = found.size;
    this.count = header.functions;
    this.textBase = base;
    this.#source = new PagedSource(source);
    this.#header = header;
    this.#order = order;
    this.#relative = relative;
    const width = relative ? 4 : header.pointerSize;
    const cursor = new Cursor(
      source.read(header.functab, header.functions * width * 2),
      order,
      'pclntab functab',
      header.functab,
    );
    this.#rows = new Float64Array(header.functions * 2);
    for (let index = 0; index < this.#rows.length; index += 1) {
      this.#rows[index] = width === 4 ? cursor.u32() : Number(cursor.u64());
    }
  }

  entryAt(index: number): bigint {
    return (this.textBase ?? 0n) + BigInt(this.#rows[index * 2] ?? 0);
  }

  functionAt(index: number): PclnFunction {
    const nameOffset = this.#field(index, 0);
    return { entry: this.entryAt(index), name: this.#nameAt(this.#header.funcnames + nameOffset) };
  }

  absolutePaths(): AbsolutePaths | undefined {
    const { filetab, pctab } = this.#header;
    if (filetab === 0) return undefined;
    return absolutePathsIn(this.#source, filetab, Math.min(pctab, this.size));
  }

  linesOf(index: number): readonly LineSpan[] {
    const offset = this.#header.pctab + this.#field(index, PCLN);
    const entry = Number(this.entryAt(index));
    // Nearly every table fits the window; only where one does not is more read.
    for (const window of [512, 64 * 1024, this.size]) {
      const length = Math.max(0, Math.min(window, this.size - offset));
      const cursor = new Cursor(this.#source.read(offset, length), this.#order, 'pclntab pctab', offset);
      const spans = readLineSpans(cursor, entry, this.#header.quantum);
      if (spans !== undefined) return spans;
      if (length < window) break;
    }
    throw new FormatError('a line table does not end', {
      code: 'PCLNTAB_LINES',
      section: 'pclntab',
      offset,
      value: index,
    });
  }

  /** A 32-bit field of the function's record, counted behind its entry (Go's runtime `_func`). */
  #field(index: number, field: number): number {
    const row = this.#rows[index * 2 + 1] ?? 0;
    const record = this.version === '1.2' ? row : this.#header.functab + row;
    const at = record + (this.#relative ? 4 : this.#header.pointerSize) + field * 4;
    return new Cursor(this.#source.read(at, 4), this.#order, 'pclntab function', at).i32();
  }

  #nameAt(offset: number): string {
    for (let length = 128; ; length *= 4) {
      const bytes = this.#source.read(offset, Math.min(length, Math.max(this.size - offset, 0)));
      const end = bytes.indexOf(0);
      if (end >= 0) return Buffer.from(bytes.subarray(0, end)).toString('utf8');
      if (length > 65_536 || bytes.length < length) {
        throw new FormatError('a function name does not end', {
          code: 'PCLNTAB_NAME',
          section: 'pclntab',
          offset,
          value: bytes.length,
        });
      }
    }
  }
}

/** Undefined where the bytes end before the table does (Go's runtime `pcvalue`: zigzag value, then address, both as deltas). */
function readLineSpans(cursor: Cursor, entry: number, quantum: number): LineSpan[] | undefined {
  const spans: LineSpan[] = [];
  let [line, address] = [-1, entry];
  try {
    for (;;) {
      const delta = cursor.uleb();
      if (delta === 0 && spans.length > 0) return spans;
      line += delta % 2 === 1 ? -(delta + 1) / 2 : delta / 2;
      address += cursor.uleb() * quantum;
      spans.push({ end: address, line });
    }
  } catch (error) {
    if (error instanceof FormatError && error.code === 'BYTES_OUTSIDE') return undefined;
    throw error;
  }
}
