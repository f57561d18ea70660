import { type ByteSource, Cursor, PagedSource } from '@gosymbols/bytes';
import { DW_FORM } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { skipOf, skipValue, type UnitEncoding } from './form.ts';

/** Where a unit's indexed values are (`DW_AT_addr_base`, `DW_AT_str_offsets_base`…), bytes from the section's start. */
export interface UnitBases {
  readonly addrBase: number;
  readonly strOffsetsBase: number;
  readonly loclistsBase: number;
  readonly rnglistsBase: number;
}

/** `.debug_addr` up to this size is held whole: nearly every function asks for one of its entries. */
const WHOLE_ADDRESSES = 4 * 1024 * 1024;

/** Reads attribute values that we need; the cursor is left behind the value. */
export class ValueReader {
  readonly #sections: DebugSections;
  #addresses: Cursor | undefined;
  readonly #kept = new Map<string, ByteSource | undefined>();

  constructor(sections: DebugSections) {
    this.#sections = sections;
  }

  /** An address (`addr` or one of the `addrx` forms); undefined for any other form. */
  address(cursor: Cursor, form: number, unit: UnitEncoding, bases: UnitBases): bigint | undefined {
    if (form === DW_FORM.addr) return cursor.address(unit.addressSize);
    const index = indexOf(cursor, form, ADDRX);
    if (index === undefined) {
      skipValue(cursor, skipOf(form, unit), unit);
      return undefined;
    }
    return this.addressOf(index, unit, bases);
  }

  /** Entry `index` of the unit's part of `.debug_addr`; undefined where there is no such section. */
  addressOf(index: number, unit: UnitEncoding, bases: UnitBases): bigint | undefined {
    return this.#addressAt(bases.addrBase + index * unit.addressSize, unit.addressSize);
  }

  /** A string of any form that holds or names one; undefined for any other form. */
  text(cursor: Cursor, form: number, unit: UnitEncoding, bases: UnitBases): string | undefined {
    if (form === DW_FORM.string) return cursor.text();
    if (form === DW_FORM.strp || form === DW_FORM.line_strp) {
      const offset = offsetOf(cursor, unit);
      return this.#textAt(form === DW_FORM.strp ? '.debug_str' : '.debug_line_str', offset);
    }
    const index = indexOf(cursor, form, STRX);
    if (index === undefined) {
      skipValue(cursor, skipOf(form, unit), unit);
      return undefined;
    }
    const entry = this.#cursor(
      '.debug_str_offsets',
      bases.strOffsetsBase + index * unit.offsetSize,
      unit.offsetSize,
    );
    return entry === undefined ? undefined : this.#textAt('.debug_str', offsetOf(entry, unit));
  }

  /** A constant or section offset; undefined for any other form. */
  constant(cursor: Cursor, form: number, unit: UnitEncoding): number | undefined {
    if (form === DW_FORM.data1) return cursor.u8();
    if (form === DW_FORM.data2) return cursor.u16();
    if (form === DW_FORM.data4) return cursor.u32();
    if (form === DW_FORM.data8) return cursor.size64();
    if (form === DW_FORM.udata) return cursor.uleb();
    if (form === DW_FORM.sec_offset) return offsetOf(cursor, unit);
    skipValue(cursor, skipOf(form, unit), unit);
    return undefined;
  }

  /** A reference to another entry, as an offset in `.debug_info`; undefined for supplementary files and type units. */
  reference(
    cursor: Cursor,
    form: number,
    unit: UnitEncoding & { readonly offset: number },
  ): number | undefined {
    if (form === DW_FORM.ref_addr)
      return unit.version <= 2 && unit.addressSize === 8 ? cursor.size64() : offsetOf(cursor, unit);
    const inUnit =
      form === DW_FORM.ref1
        ? cursor.u8()
        : form === DW_FORM.ref2
          ? cursor.u16()
          : form === DW_FORM.ref4
            ? cursor.u32()
            : form === DW_FORM.ref8
              ? cursor.size64()
              : form === DW_FORM.ref_udata
                ? cursor.uleb()
                : undefined;
    if (inUnit !== undefined) return unit.offset + inUnit;
    skipValue(cursor, skipOf(form, unit), unit);
    return undefined;
  }

  #addressAt(at: number, size: number): bigint | undefined {
    const source = this.#source('.debug_addr');
    if (source === undefined) return undefined;
    if (source.size > WHOLE_ADDRESSES) return this.#cursor('.debug_addr', at, size)?.address(size);
    this.#addresses ??= new Cursor(source.read(0, source.size), this.#sections.order, '.debug_addr');
    this.#addresses.at = Math.min(at, source.size);
    return this.#addresses.address(size);
  }

  #source(name: string): ByteSource | undefined {
    if (!this.#kept.has(name)) {
      const section = this.#sections.section(name);
      this.#kept.set(name, section === undefined ? undefined : new PagedSource(section));
    }
    return this.#kept.get(name);
  }

  #cursor(name: string, at: number, length: number): Cursor | undefined {
    const source = this.#source(name);
    return source === undefined
      ? undefined
      : new Cursor(source.read(at, length), this.#sections.order, name, at);
  }

  #textAt(name: string, offset: number): string | undefined {
    const source = this.#source(name);
    if (source === undefined) return undefined;
    for (let length = 256; ; length *= 8) {
      const bytes = source.read(offset, Math.max(0, Math.min(length, source.size - offset)));
      const end = bytes.indexOf(0);
      if (end >= 0) return Buffer.from(bytes.subarray(0, end)).toString('utf8');
      if (bytes.length < length) return undefined;
    }
  }
}

const ADDRX: Readonly<Record<number, number>> = {
  [DW_FORM.addrx]: 0,
  [DW_FORM.addrx1]: 1,
  [DW_FORM.addrx2]: 2,
  [DW_FORM.addrx3]: 3,
  [DW_FORM.addrx4]: 4,
};
const STRX: Readonly<Record<number, number>> = {
  [DW_FORM.strx]: 0,
  [DW_FORM.strx1]: 1,
  [DW_FORM.strx2]: 2,
  [DW_FORM.strx3]: 3,
  [DW_FORM.strx4]: 4,
};

function indexOf(cursor: Cursor, form: number, widths: Readonly<Record<number, number>>): number | undefined {
  const width = widths[form];
  if (width === undefined) return undefined;
  if (width === 0) return cursor.uleb();
  if (width === 1) return cursor.u8();
  if (width === 2) return cursor.u16();
  if (width === 4) return cursor.u32();
  const [low = 0, middle = 0, high = 0] = cursor.take(3);
  return low + middle * 0x100 + high * 0x10000;
}

function offsetOf(cursor: Cursor, unit: UnitEncoding): number {
  return unit.offsetSize === 8 ? cursor.size64() : cursor.u32();
}
