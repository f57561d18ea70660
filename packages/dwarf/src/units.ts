import { type ByteSource, Cursor, FormatError, PagedSource } from '@gosymbols/bytes';
import { type Abbreviation, Abbreviations, type AbbreviationTable } from './abbrev.ts';
import { DW_AT, DW_LANG_Go } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { skipOf, skipValue } from './form.ts';
import { type UnitHeader, unitHeaders } from './unit.ts';
import { type UnitBases, ValueReader } from './value.ts';

/** What one unit's first entry says. */
export interface UnitRoot {
  readonly header: UnitHeader;
  readonly name: string | undefined;
  readonly producer: string | undefined;
  readonly isGo: boolean;
  /** Offset of its program in `.debug_line` (`DW_AT_stmt_list`); undefined without one. */
  readonly lines: number | undefined;
}

export interface Unit extends UnitRoot {
  readonly bases: UnitBases;
  /** What range and location lists count from until they say otherwise (DWARF 5, 3.1.1). */
  readonly lowPc: number;
}

/** A unit whose first entry is read; `cursor` stands behind it. */
export interface OpenUnit {
  readonly unit: Unit;
  readonly table: AbbreviationTable;
  readonly cursor: Cursor;
}

const ROOT_CONSTANTS: ReadonlySet<number> = new Set([
  DW_AT.addr_base,
  DW_AT.str_offsets_base,
  DW_AT.loclists_base,
  DW_AT.rnglists_base,
  DW_AT.stmt_list,
  DW_AT.language,
]);

/** Follows `DW_AT_abstract_origin` and `DW_AT_specification` this far: real chains have two links. */
const MAX_LINKS = 4;

/** The units of `.debug_info`, each read when it is asked for. */
export class Units {
  readonly headers: readonly UnitHeader[];
  readonly values: ValueReader;
  readonly #info: ByteSource;
  readonly #paged: ByteSource;
  readonly #order: DebugSections['order'];
  readonly #abbreviations: Abbreviations;
  readonly #bases = new Map<number, UnitBases>();

  /** Undefined where there is no `.debug_info`. */
  static of(sections: DebugSections): Units | undefined {
    const info = sections.section('.debug_info');
    const abbrev = sections.section('.debug_abbrev');
    if (info === undefined || abbrev === undefined || info.size === 0) return undefined;
    return new Units(sections, info, abbrev);
  }

  private constructor(sections: DebugSections, info: ByteSource, abbrev: ByteSource) {
    this.#info = info;
    this.#paged = new PagedSource(info);
    this.#order = sections.order;
    this.#abbreviations = new Abbreviations(abbrev);
    this.values = new ValueReader(sections);
    this.headers = [...unitHeaders(info, sections.order)];
  }

  /** Bytes of `.debug_info`. */
  get size(): number {
    return this.#info.size;
  }

  /** Undefined for a unit without entries. */
  open(header: UnitHeader): OpenUnit | undefined {
    const table = this.#abbreviations.table(header.abbrevOffset, header);
    const bytes = this.#info.read(header.entries, header.end - header.entries);
    const cursor = new Cursor(bytes, this.#order, this.#info.name, header.entries);
    const root = abbreviationAt(cursor, table);
    if (root === undefined) return undefined;
    const unit = this.#root(cursor, root, header);
    this.#bases.set(header.offset, unit.bases);
    return { unit, table, cursor };
  }

  /**
   * What `parse` makes of the entry at `offset`, wherever it is; undefined outside of units. It is given as much as most
   * entries need, and more only where it asks for bytes behind that.
   */
  parseAt<T>(
    offset: number,
    usual: number,
    parse: (cursor: Cursor, header: UnitHeader, table: AbbreviationTable) => T,
  ): T | undefined {
    const header = this.#around(offset);
    if (header === undefined) return undefined;
    const table = this.#abbreviations.table(header.abbrevOffset, header);
    const rest = header.end - offset;
    for (const window of [usual, usual * 16, rest]) {
      const length = Math.min(rest, window);
      const cursor = new Cursor(this.#paged.read(offset, length), this.#order, this.#info.name, offset);
      try {
        return parse(cursor, header, table);
      } catch (error) {
        if (!(error instanceof FormatError) || length === rest) throw error;
      }
    }
    return undefined;
  }

  /** `DW_AT_name` of the entry at `offset`, through its abstract origin or specification where it is there. */
  nameAt(offset: number, links = 0): string | undefined {
    if (links > MAX_LINKS) return undefined;
    return this.parseAt(offset, 512, (cursor, header, table) => this.#nameIn(cursor, header, table, links));
  }

  #nameIn(cursor: Cursor, header: UnitHeader, table: AbbreviationTable, links: number): string | undefined {
    const entry = abbreviationAt(cursor, table);
    if (entry === undefined) return undefined;
    let origin: number | undefined;
    for (const { at, form } of entry.attributes) {
      if (at === DW_AT.name) return this.values.text(cursor, form, header, this.#basesOf(header));
      if (at === DW_AT.abstract_origin || at === DW_AT.specification)
        origin = this.values.reference(cursor, form, header);
      else skipValue(cursor, skipOf(form, header), header);
    }
    return origin === undefined ? undefined : this.nameAt(origin, links + 1);
  }

  #around(offset: number): UnitHeader | undefined {
    let [low, high] = [0, this.headers.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const header = this.headers[middle];
      if (header === undefined) return undefined;
      if (offset < header.entries) high = middle - 1;
      else if (offset >= header.end) low = middle + 1;
      else return header;
    }
    return undefined;
  }

  /** Units that were not opened are read to their first entry when a reference leads into them. */
  #basesOf(header: UnitHeader): UnitBases {
    const known = this.#bases.get(header.offset);
    if (known !== undefined) return known;
    const bytes = this.#info.read(header.entries, Math.min(header.end - header.entries, 64 * 1024));
    const cursor = new Cursor(bytes, this.#order, this.#info.name, header.entries);
    const root = abbreviationAt(cursor, this.#abbreviations.table(header.abbrevOffset, header));
    const bases = root === undefined ? defaultBases(header) : this.#root(cursor, root, header).bases;
    this.#bases.set(header.offset, bases);
    return bases;
  }

  /** Indexed forms may stand before their base in the entry, so bases are read in a first pass. */
  #root(cursor: Cursor, root: Abbreviation, header: UnitHeader): Unit {
    const start = cursor.at;
    const constants = new Map<number, number | undefined>();
    for (const { at, form } of root.attributes) {
      if (ROOT_CONSTANTS.has(at)) constants.set(at, this.values.constant(cursor, form, header));
      else skipValue(cursor, skipOf(form, header), header);
    }
    const usual = defaultBases(header);
    const bases: UnitBases = {
      addrBase: constants.get(DW_AT.addr_base) ?? usual.addrBase,
      strOffsetsBase: constants.get(DW_AT.str_offsets_base) ?? usual.strOffsetsBase,
      loclistsBase: constants.get(DW_AT.loclists_base) ?? usual.loclistsBase,
      rnglistsBase: constants.get(DW_AT.rnglists_base) ?? usual.rnglistsBase,
    };
    const end = cursor.at;
    cursor.at = start;
    const texts = new Map<number, string | undefined>();
    let lowPc: bigint | undefined;
    for (const { at, form } of root.attributes) {
      if (at === DW_AT.name || at === DW_AT.producer)
        texts.set(at, this.values.text(cursor, form, header, bases));
      else if (at === DW_AT.low_pc) lowPc = this.values.address(cursor, form, header, bases);
      else skipValue(cursor, skipOf(form, header), header);
    }
    cursor.at = end;
    return {
      header,
      bases,
      lowPc: Number(lowPc ?? 0n),
      lines: constants.get(DW_AT.stmt_list),
      isGo: constants.get(DW_AT.language) === DW_LANG_Go,
      name: texts.get(DW_AT.name),
      producer: texts.get(DW_AT.producer),
    };
  }
}

/** Where the first contribution to each section starts: behind one header of it (DWARF 5, 7.26 to 7.29). */
function defaultBases({ version, offsetSize }: UnitHeader): UnitBases {
  if (version < 5) return { addrBase: 0, strOffsetsBase: 0, loclistsBase: 0, rnglistsBase: 0 };
  const wide = offsetSize === 8;
  return {
    addrBase: wide ? 16 : 8,
    strOffsetsBase: wide ? 16 : 8,
    loclistsBase: wide ? 20 : 12,
    rnglistsBase: wide ? 20 : 12,
  };
}

/** The abbreviation that the next code names; undefined for the null entry that ends a list of children. */
export function abbreviationAt(cursor: Cursor, table: AbbreviationTable): Abbreviation | undefined {
  const at = cursor.at;
  const code = cursor.uleb();
  if (code === 0) return undefined;
  const abbreviation = table.get(code);
  if (abbreviation !== undefined) return abbreviation;
  throw cursor.fault('DWARF_ABBREV', `abbreviation code ${code} is not in the unit's table`, code, at);
}
