import type { Cursor } from '@gosymbols/bytes';
import type { Abbreviation } from './abbrev.ts';
import { DW_AT, DW_TAG } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { skipOf, skipValue } from './form.ts';
import type { UnitHeader } from './unit.ts';
import { abbreviationAt, type OpenUnit, type Unit, type UnitRoot, Units } from './units.ts';

export interface UnitFacts extends UnitRoot {
  readonly functions: number;
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
  const units = Units.of(sections);
  return units === undefined ? undefined : new Walk(units).run(choose);
}

class Walk {
  readonly #units: Units;
  readonly #facts: UnitFacts[] = [];
  readonly #entries: number[] = [];
  readonly #offsets: number[] = [];
  readonly #unitIndex: number[] = [];

  constructor(units: Units) {
    this.#units = units;
  }

  run(choose: (headers: readonly UnitHeader[]) => readonly UnitHeader[]): FunctionTable {
    for (const header of choose(this.#units.headers)) {
      const opened = this.#units.open(header);
      if (opened !== undefined) this.#unit(opened);
    }
    return {
      units: this.#facts,
      count: this.#entries.length,
      entries: Float64Array.from(this.#entries),
      unitOf: (index) => this.#unitAt(this.#unitIndex[index] ?? -1),
      nameOf: (index) => this.#units.nameAt(this.#offsets[index] ?? -1),
    };
  }

  #unit({ unit, cursor, table }: OpenUnit): void {
    const { header } = unit;
    const index = this.#facts.length;
    let functions = 0;
    while (cursor.left > 0) {
      const offset = header.entries + cursor.at;
      const entry = abbreviationAt(cursor, table);
      if (entry === undefined) continue;
      if (entry.tag !== DW_TAG.subprogram) {
        for (const skip of entry.skips) skipValue(cursor, skip, header);
        continue;
      }
      const address = this.#entryAddress(cursor, entry, unit);
      if (address === undefined) continue;
      functions += 1;
      this.#entries.push(Number(address));
      this.#offsets.push(offset);
      this.#unitIndex.push(index);
    }
    this.#facts.push({ ...unit, functions });
  }

  #entryAddress(cursor: Cursor, entry: Abbreviation, { header, bases }: Unit): bigint | undefined {
    let address: bigint | undefined;
    for (const { at, form } of entry.attributes) {
      if (at === DW_AT.low_pc) address = this.#units.values.address(cursor, form, header, bases);
      else skipValue(cursor, skipOf(form, header), header);
    }
    return address;
  }

  #unitAt(index: number): UnitFacts {
    const unit = this.#facts[index];
    if (unit === undefined) throw new RangeError(`no unit ${index}`);
    return unit;
  }
}
