import { type ByteSource, Cursor, FormatError } from '@gosymbols/bytes';
import { DW_FORM } from './constants.ts';
import { type Skip, skipOf, type UnitEncoding } from './form.ts';

export interface Attribute {
  readonly at: number;
  readonly form: number;
  readonly implicit: number;
}

/** The shape of a debugging information entry (DWARF 5, 7.5.3). */
export interface Abbreviation {
  readonly tag: number;
  readonly children: boolean;
  readonly attributes: readonly Attribute[];
  /** How to pass over all its values; neighbouring fixed sizes are one step. */
  readonly skips: readonly Skip[];
}

export type AbbreviationTable = ReadonlyMap<number, Abbreviation>;

/** Reads abbreviation tables, each once per offset and encoding. */
export class Abbreviations {
  readonly #section: ByteSource;
  readonly #bytes: Uint8Array;
  readonly #tables = new Map<string, AbbreviationTable>();

  constructor(section: ByteSource) {
    this.#section = section;
    this.#bytes = section.read(0, section.size);
  }

  table(offset: number, encoding: UnitEncoding): AbbreviationTable {
    const key = `${offset}/${encoding.version}/${encoding.addressSize}/${encoding.offsetSize}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    if (offset >= this.#bytes.length) {
      throw new FormatError(
        `a unit names abbreviations at ${offset}, the section has ${this.#bytes.length} bytes`,
        {
          code: 'DWARF_ABBREV',
          section: this.#section.name,
          offset,
          value: offset,
        },
      );
    }
    const table = readTable(
      new Cursor(this.#bytes.subarray(offset), 'little', this.#section.name, offset),
      encoding,
    );
    this.#tables.set(key, table);
    return table;
  }
}

function readTable(cursor: Cursor, encoding: UnitEncoding): AbbreviationTable {
  const table = new Map<number, Abbreviation>();
  for (let code = cursor.uleb(); code !== 0; code = cursor.uleb()) {
    const tag = cursor.uleb();
    const children = cursor.u8() !== 0;
    const attributes = readAttributes(cursor);
    table.set(code, { tag, children, attributes, skips: mergeSkips(attributes, encoding) });
  }
  return table;
}

function readAttributes(cursor: Cursor): Attribute[] {
  const attributes: Attribute[] = [];
  for (;;) {
    const at = cursor.uleb();
    const form = cursor.uleb();
    if (at === 0 && form === 0) return attributes;
    let implicit = 0;
    if (form === DW_FORM.implicit_const) {
      implicit = cursor.bytes[cursor.at] ?? 0;
      cursor.skipLeb();
    }
    attributes.push({ at, form, implicit });
  }
}

function mergeSkips(attributes: readonly Attribute[], encoding: UnitEncoding): Skip[] {
  const merged: Skip[] = [];
  for (const { form } of attributes) {
    const skip = skipOf(form, encoding);
    const last = merged.at(-1);
    if (skip === 0) continue;
    if (typeof skip === 'number' && typeof last === 'number') merged[merged.length - 1] = last + skip;
    else merged.push(skip);
  }
  return merged;
}
