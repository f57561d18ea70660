import {
  type ByteOrder,
  type ByteSource,
  Cursor,
  FormatError,
  PagedSource,
  SubSource,
} from '@gosymbols/bytes';
import type { ElfFile } from '@gosymbols/elf';
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
    const record = this.#header.functab + (this.#rows[index * 2 + 1] ?? 0);
    const skip = this.#relative ? 4 : this.#header.pointerSize;
    const at = this.version === '1.2' ? (this.#rows[index * 2 + 1] ?? 0) : record;
    const nameOffset = new Cursor(
      this.#source.read(at + skip, 4),
      this.#order,
      'pclntab function',
      at + skip,
    ).i32();
    return { entry: this.entryAt(index), name: this.#nameAt(this.#header.funcnames + nameOffset) };
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
