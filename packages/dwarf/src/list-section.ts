import { type ByteSource, Cursor, FormatError } from '@gosymbols/bytes';
import type { DebugSections } from './debug-sections.ts';
import type { UnitEncoding } from './form.ts';

/** Up to this size a section of lists is held whole, as entries ask for lists in no order. */
const WHOLE = 16 * 1024 * 1024;
/** Of larger sections one piece is held: lists mostly stand in the order of the entries. */
const PIECE = 256 * 1024;
/** No entry is longer without its expression: a kind, two addresses and a length, in LEB128 of ten bytes. */
const LONGEST_ENTRY = 32;
/** Producers let entries share a list now and then; a file whose entries all walk one long list is a trap. */
const SHARING = 16;

/** A section of range or location lists. Lists are walked entry by entry; the work that one file can ask for is bounded. */
export class ListSection {
  readonly name: string;
  readonly #source: ByteSource;
  readonly #order: DebugSections['order'];
  readonly #most: number;
  #entries = 0;
  #cursor: Cursor;
  #start = 0;

  constructor(source: ByteSource, order: DebugSections['order']) {
    this.name = source.name;
    this.#source = source;
    this.#order = order;
    this.#most = SHARING * source.size + 1024;
    this.#cursor = new Cursor(new Uint8Array(0), order, source.name);
  }

  /** A cursor at `offset` with a whole entry before it, valid until the next call. */
  at(offset: number): Cursor {
    const { size } = this.#source;
    if (offset >= size) {
      throw new FormatError(`a list leads to ${offset}, the section has ${size} bytes`, {
        code: 'DWARF_LISTS',
        section: this.name,
        offset,
        value: offset,
      });
    }
    const index = offset - this.#start;
    const { length } = this.#cursor.bytes;
    if (index < 0 || (index + LONGEST_ENTRY > length && this.#start + length < size)) this.#load(offset);
    this.#cursor.at = offset - this.#start;
    return this.#cursor;
  }

  /** The same, counted as an entry of a list. */
  entry(offset: number): Cursor {
    this.#entries += 1;
    if (this.#entries > this.#most) {
      throw new FormatError(
        `its lists are shared so much that reading them took more than ${this.#most} steps`,
        {
          code: 'DWARF_LISTS',
          kind: 'unsupported',
          section: this.name,
          offset,
          value: this.#entries,
        },
      );
    }
    return this.at(offset);
  }

  /** Offset in the section of what the cursor would read next. */
  offsetOf(cursor: Cursor): number {
    return this.#start + cursor.at;
  }

  /** Offset of list `index` among those that a unit counts from `base` (DWARF 5, 7.28 and 7.29). */
  indexed(base: number, index: number, { offsetSize }: UnitEncoding): number {
    const cursor = this.at(base + index * offsetSize);
    return base + (offsetSize === 8 ? cursor.size64() : cursor.u32());
  }

  #load(offset: number): void {
    const { size } = this.#source;
    this.#start = size <= WHOLE ? 0 : offset;
    const bytes = this.#source.read(this.#start, Math.min(size - this.#start, size <= WHOLE ? size : PIECE));
    this.#cursor = new Cursor(bytes, this.#order, this.name, this.#start);
  }
}

/** An address as a double: exact to 2^53, and no Go port puts code higher. */
export function addressIn(cursor: Cursor, { addressSize }: UnitEncoding): number {
  return addressSize === 8 ? cursor.double64() : cursor.u32();
}

/** The largest address, as `addressIn` reads it: before DWARF 5 it says that a base follows. */
export function largestAddress({ addressSize }: UnitEncoding): number {
  return addressSize === 8 ? 2 ** 64 : 0xffffffff;
}
