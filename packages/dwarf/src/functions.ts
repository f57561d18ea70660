import { type ByteSource, Cursor, FormatError, PagedSource } from '@gosymbols/bytes';
import { type Abbreviation, Abbreviations, type AbbreviationTable } from './abbrev.ts';
import { DW_AT, DW_LANG_Go, DW_TAG } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { skipOf, skipValue } from './form.ts';
import { type UnitHeader, unitHeaders } from './unit.ts';
import { type UnitBases, ValueReader } from './value.ts';

/** What one unit's first entry says. */
export interface UnitFacts {
  readonly header: UnitHeader;
  readonly name: string | undefined;
  readonly producer: string | undefined;
  readonly isGo: boolean;
  /** Offset of its program in `.debug_line` (`DW_AT_stmt_list`); undefined without one. */
  readonly lines: number | undefined;
  readonly functions: number;
}

interface Unit extends UnitFacts {
  readonly bases: UnitBases;
}

/** Functions with code, in file order. */
export interface FunctionTable {
  readonly units: readonly UnitFacts[];
  readonly count: number;
  /** Entry addresses; exact up to 2^53, and no Go port puts code higher. */
  readonly entries: Float64Array;
  /** Index into `units` of each function. */
  unitOf(index: number): UnitFacts;
  /** Linkage-independent name (`DW_AT_name`), through `DW_AT_abstract_origin` or `DW_AT_specification` where it is there. */
  nameOf(index: number): string | undefined;
}

/**
 * Walks every entry of `.debug_info` once, or every entry of the units that `choose` picks. Undefined where there is no
 * `.debug_info`.
 */
export function readFunctions(
  sections: DebugSections,
  choose: (headers: readonly UnitHeader[]) => readonly UnitHeader[] = (headers) => headers,
): FunctionTable | undefined {
  const info = sections.section('.debug_info');
  const abbrev = sections.section('.debug_abbrev');
  if (info === undefined || abbrev === undefined || info.size === 0) return undefined;
  return new Walk(sections, info, abbrev).run(choose);
}

class Walk {
  readonly #info: ByteSource;
  readonly #sections: DebugSections;
  readonly #abbreviations: Abbreviations;
  readonly #values: ValueReader;
  readonly #headers: readonly UnitHeader[];
  readonly #paged: ByteSource;
  readonly #units: Unit[] = [];
  readonly #bases = new Map<number, UnitBases>();
  readonly #entries: number[] = [];
  readonly #offsets: number[] = [];
  readonly #unitIndex: number[] = [];

  constructor(sections: DebugSections, info: ByteSource, abbrev: ByteSource) {
    this.#sections = sections;
    this.#info = info;
    this.#abbreviations = new Abbreviations(abbrev);
    this.#values = new ValueReader(sections);
    this.#paged = new PagedSource(info);
    this.#headers = [...unitHeaders(info, sections.order)];
  }

  run(choose: (headers: readonly UnitHeader[]) => readonly UnitHeader[]): FunctionTable {
    for (const header of choose(this.#headers)) this.#unit(header);
    return {
      units: this.#units,
      count: this.#entries.length,
      entries: Float64Array.from(this.#entries),
      unitOf: (index) => this.#unitAt(this.#unitIndex[index] ?? -1),
      nameOf: (index) => this.#name(this.#offsets[index] ?? -1, 0),
    };
  }

  #unit(header: UnitHeader): void {
    const table = this.#abbreviations.table(header.abbrevOffset, header);
    const bytes = this.#info.read(header.entries, header.end - header.entries);
    const cursor = new Cursor(bytes, this.#sections.order, this.#info.name, header.entries);
    const root = abbreviationAt(cursor, table);
    if (root === undefined) return;
    const facts = this.#root(cursor, root, header);
    this.#bases.set(header.offset, facts.bases);
    const index = this.#units.length;
    let functions = 0;
    while (cursor.left > 0) {
      const offset = header.entries + cursor.at;
      const entry = abbreviationAt(cursor, table);
      if (entry === undefined) continue;
      if (entry.tag !== DW_TAG.subprogram) {
        for (const skip of entry.skips) skipValue(cursor, skip, header);
        continue;
      }
      const address = this.#entryAddress(cursor, entry, header, facts.bases);
      if (address === undefined) continue;
      functions += 1;
      this.#entries.push(Number(address));
      this.#offsets.push(offset);
      this.#unitIndex.push(index);
    }
    this.#units.push({ ...facts, functions });
  }

  /** Indexed forms may stand before their base in the entry, so bases are read in a first pass. */
  #root(cursor: Cursor, root: Abbreviation, header: UnitHeader): Unit {
    const start = cursor.at;
    const bases: UnitBases = {
      addrBase: header.version >= 5 ? 8 : 0,
      strOffsetsBase: header.version >= 5 ? 8 : 0,
    };
    let lines: number | undefined;
    let language = 0;
    for (const { at, form } of root.attributes) {
      const value =
        at === DW_AT.addr_base ||
        at === DW_AT.str_offsets_base ||
        at === DW_AT.stmt_list ||
        at === DW_AT.language;
      if (!value) {
        skipValue(cursor, skipOf(form, header), header);
        continue;
      }
      const number = this.#values.constant(cursor, form, header);
      if (at === DW_AT.addr_base) bases.addrBase = number ?? bases.addrBase;
      if (at === DW_AT.str_offsets_base) bases.strOffsetsBase = number ?? bases.strOffsetsBase;
      if (at === DW_AT.stmt_list) lines = number;
      if (at === DW_AT.language) language = number ?? 0;
    }
    const end = cursor.at;
    cursor.at = start;
    const texts = new Map<number, string | undefined>();
    for (const { at, form } of root.attributes) {
      if (at === DW_AT.name || at === DW_AT.producer)
        texts.set(at, this.#values.text(cursor, form, header, bases));
      else skipValue(cursor, skipOf(form, header), header);
    }
    cursor.at = end;
    return {
      header,
      bases,
      lines,
      isGo: language === DW_LANG_Go,
      name: texts.get(DW_AT.name),
      producer: texts.get(DW_AT.producer),
      functions: 0,
    };
  }

  #entryAddress(
    cursor: Cursor,
    entry: Abbreviation,
    header: UnitHeader,
    bases: UnitBases,
  ): bigint | undefined {
    let address: bigint | undefined;
    for (const { at, form } of entry.attributes) {
      if (at === DW_AT.low_pc) address = this.#values.address(cursor, form, header, bases);
      else skipValue(cursor, skipOf(form, header), header);
    }
    return address;
  }

  /** Units that no function was asked of are read to their first entry when a reference leads into them. */
  #unitAround(offset: number): Pick<Unit, 'header' | 'bases'> | undefined {
    let [low, high] = [0, this.#headers.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const header = this.#headers[middle];
      if (header === undefined) return undefined;
      if (offset < header.entries) high = middle - 1;
      else if (offset >= header.end) low = middle + 1;
      else return { header, bases: this.#basesOf(header) };
    }
    return undefined;
  }

  #basesOf(header: UnitHeader): UnitBases {
    const known = this.#bases.get(header.offset);
    if (known !== undefined) return known;
    const bytes = this.#info.read(header.entries, Math.min(header.end - header.entries, 64 * 1024));
    const cursor = new Cursor(bytes, this.#sections.order, this.#info.name, header.entries);
    const root = abbreviationAt(cursor, this.#abbreviations.table(header.abbrevOffset, header));
    const bases =
      root === undefined ? { addrBase: 0, strOffsetsBase: 0 } : this.#root(cursor, root, header).bases;
    this.#bases.set(header.offset, bases);
    return bases;
  }

  #name(offset: number, depth: number): string | undefined {
    const unit = this.#unitAround(offset);
    if (unit === undefined || depth > 4) return undefined;
    const { header } = unit;
    const table = this.#abbreviations.table(header.abbrevOffset, header);
    // Names are short; only where one runs over the window is the rest of the unit read.
    for (const window of [512, header.end - offset]) {
      const length = Math.min(header.end - offset, window);
      const cursor = new Cursor(
        this.#paged.read(offset, length),
        this.#sections.order,
        this.#info.name,
        offset,
      );
      try {
        return this.#nameIn(cursor, table, unit, depth);
      } catch (error) {
        if (!(error instanceof FormatError) || length === header.end - offset) throw error;
      }
    }
    return undefined;
  }

  #nameIn(
    cursor: Cursor,
    table: AbbreviationTable,
    unit: Pick<Unit, 'header' | 'bases'>,
    depth: number,
  ): string | undefined {
    const { header } = unit;
    const entry = abbreviationAt(cursor, table);
    if (entry === undefined) return undefined;
    let origin: number | undefined;
    for (const { at, form } of entry.attributes) {
      if (at === DW_AT.name) return this.#values.text(cursor, form, header, unit.bases);
      if (at === DW_AT.abstract_origin || at === DW_AT.specification)
        origin = this.#values.reference(cursor, form, header);
      else skipValue(cursor, skipOf(form, header), header);
    }
    return origin === undefined ? undefined : this.#name(origin, depth + 1);
  }

  #unitAt(index: number): UnitFacts {
    const unit = this.#units[index];
    if (unit === undefined) throw new RangeError(`no unit ${index}`);
    return unit;
  }
}

/** The abbreviation that the next code names; undefined for the null entry that ends a list of children. */
function abbreviationAt(cursor: Cursor, table: AbbreviationTable): Abbreviation | undefined {
  const at = cursor.at;
  const code = cursor.uleb();
  if (code === 0) return undefined;
  const abbreviation = table.get(code);
  if (abbreviation !== undefined) return abbreviation;
  throw cursor.fault('DWARF_ABBREV', `abbreviation code ${code} is not in the unit's table`, code, at);
}
