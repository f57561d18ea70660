import { DW_LLE } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { addressIn, ListSection, largestAddress } from './list-section.ts';
import type { Unit } from './units.ts';
import type { ValueReader } from './value.ts';

/** One entry of a location list: from `low` up to `high` the value is where an expression of `length` bytes says. */
export type VisitLocation = (low: number, high: number, length: number) => void;

/** Location lists of `.debug_loc` (DWARF 4, 2.6.2) and `.debug_loclists` (DWARF 5, 2.6.2). */
export class LocationLists {
  readonly #sections: DebugSections;
  readonly #values: ValueReader;
  readonly #opened = new Map<string, ListSection | undefined>();

  constructor(sections: DebugSections, values: ValueReader) {
    this.#sections = sections;
    this.#values = values;
  }

  /** @param offset from a section offset */
  each(offset: number, unit: Unit, visit: VisitLocation): void {
    const list = this.#section(unit);
    if (list === undefined) return;
    if (unit.header.version < 5) eachPair(list, offset, unit, visit);
    else this.#entries(list, offset, unit, visit);
  }

  /** @param index from `DW_FORM_loclistx` */
  eachIndexed(index: number, unit: Unit, visit: VisitLocation): void {
    const list = this.#section(unit);
    if (list === undefined) return;
    this.#entries(list, list.indexed(unit.bases.loclistsBase, index, unit.header), unit, visit);
  }

  #section({ header: { version } }: Unit): ListSection | undefined {
    const name = version < 5 ? '.debug_loc' : '.debug_loclists';
    if (!this.#opened.has(name)) {
      const source = this.#sections.section(name);
      this.#opened.set(
        name,
        source === undefined ? undefined : new ListSection(source, this.#sections.order),
      );
    }
    return this.#opened.get(name);
  }

  #entries(list: ListSection, offset: number, unit: Unit, visit: VisitLocation): void {
    const { header, bases } = unit;
    const indexed = (index: number): number => Number(this.#values.addressOf(index, header, bases) ?? 0n);
    let base = unit.lowPc;
    for (let at = offset; ; ) {
      const cursor = list.entry(at);
      const kind = cursor.u8();
      let low = 0;
      let high = 0;
      if (kind === DW_LLE.end_of_list) return;
      if (kind === DW_LLE.base_addressx || kind === DW_LLE.base_address) {
        base = kind === DW_LLE.base_address ? addressIn(cursor, header) : indexed(cursor.uleb());
        at = list.offsetOf(cursor);
        continue;
      }
      if (kind === DW_LLE.offset_pair) {
        low = base + cursor.uleb();
        high = base + cursor.uleb();
      } else if (kind === DW_LLE.startx_endx) {
        low = indexed(cursor.uleb());
        high = indexed(cursor.uleb());
      } else if (kind === DW_LLE.startx_length) {
        low = indexed(cursor.uleb());
        high = low + cursor.uleb();
      } else if (kind === DW_LLE.start_end) {
        low = addressIn(cursor, header);
        high = addressIn(cursor, header);
      } else if (kind === DW_LLE.start_length) {
        low = addressIn(cursor, header);
        high = low + cursor.uleb();
      } else if (kind === DW_LLE.default_location) high = Number.POSITIVE_INFINITY;
      else throw cursor.fault('DWARF_LISTS', `a location list entry of kind ${kind}`, kind, cursor.at - 1);
      const length = cursor.uleb();
      at = list.offsetOf(cursor) + length;
      visit(low, high, length);
    }
  }
}

function eachPair(list: ListSection, offset: number, unit: Unit, visit: VisitLocation): void {
  const largest = largestAddress(unit.header);
  let base = unit.lowPc;
  for (let at = offset; ; ) {
    const cursor = list.entry(at);
    const low = addressIn(cursor, unit.header);
    const high = addressIn(cursor, unit.header);
    if (low === 0 && high === 0) return;
    if (low === largest) {
      base = high;
      at = list.offsetOf(cursor);
      continue;
    }
    const length = cursor.u16();
    at = list.offsetOf(cursor) + length;
    visit(base + low, base + high, length);
  }
}
