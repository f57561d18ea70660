import { DW_RLE } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { addressIn, ListSection, largestAddress } from './list-section.ts';
import type { Unit } from './units.ts';
import type { ValueReader } from './value.ts';

/** Address ranges, flat: low and the address behind the last, of each. */
export type Ranges = readonly number[];

/** Range lists of `.debug_ranges` (DWARF 4, 2.17.3) and `.debug_rnglists` (DWARF 5, 2.17.3). */
export class RangeLists {
  readonly #sections: DebugSections;
  readonly #values: ValueReader;
  readonly #opened = new Map<string, ListSection | undefined>();

  constructor(sections: DebugSections, values: ValueReader) {
    this.#sections = sections;
    this.#values = values;
  }

  /** @param offset from a section offset */
  at(offset: number, unit: Unit): Ranges {
    const list = this.#section(unit);
    if (list === undefined) return [];
    return unit.header.version < 5 ? pairs(list, offset, unit) : this.#entries(list, offset, unit);
  }

  /** @param index from `DW_FORM_rnglistx` */
  indexed(index: number, unit: Unit): Ranges {
    const list = this.#section(unit);
    if (list === undefined) return [];
    return this.#entries(list, list.indexed(unit.bases.rnglistsBase, index, unit.header), unit);
  }

  #section({ header: { version } }: Unit): ListSection | undefined {
    const name = version < 5 ? '.debug_ranges' : '.debug_rnglists';
    if (!this.#opened.has(name)) {
      const source = this.#sections.section(name);
      this.#opened.set(
        name,
        source === undefined ? undefined : new ListSection(source, this.#sections.order),
      );
    }
    return this.#opened.get(name);
  }

  #entries(list: ListSection, offset: number, unit: Unit): Ranges {
    const { header, bases } = unit;
    const ranges: number[] = [];
    const indexed = (index: number): number => Number(this.#values.addressOf(index, header, bases) ?? 0n);
    let base = unit.lowPc;
    for (let at = offset; ; ) {
      const cursor = list.entry(at);
      const kind = cursor.u8();
      if (kind === DW_RLE.end_of_list) return ranges;
      if (kind === DW_RLE.base_addressx) base = indexed(cursor.uleb());
      else if (kind === DW_RLE.base_address) base = addressIn(cursor, header);
      else if (kind === DW_RLE.offset_pair) add(ranges, base + cursor.uleb(), base + cursor.uleb());
      else if (kind === DW_RLE.start_end) add(ranges, addressIn(cursor, header), addressIn(cursor, header));
      else if (kind === DW_RLE.startx_endx) add(ranges, indexed(cursor.uleb()), indexed(cursor.uleb()));
      else if (kind === DW_RLE.start_length) {
        const low = addressIn(cursor, header);
        add(ranges, low, low + cursor.uleb());
      } else if (kind === DW_RLE.startx_length) {
        const low = indexed(cursor.uleb());
        add(ranges, low, low + cursor.uleb());
      } else throw cursor.fault('DWARF_LISTS', `a range list entry of kind ${kind}`, kind, cursor.at - 1);
      at = list.offsetOf(cursor);
    }
  }
}

function pairs(list: ListSection, offset: number, unit: Unit): Ranges {
  const ranges: number[] = [];
  const largest = largestAddress(unit.header);
  let base = unit.lowPc;
  for (let at = offset; ; ) {
    const cursor = list.entry(at);
    const low = addressIn(cursor, unit.header);
    const high = addressIn(cursor, unit.header);
    if (low === 0 && high === 0) return ranges;
    if (low === largest) base = high;
    else add(ranges, base + low, base + high);
    at = list.offsetOf(cursor);
  }
}

/** Empty ranges are legal and hold nothing; reversed ones are not. */
function add(ranges: number[], low: number, high: number): void {
  if (low < high) ranges.push(low, high);
}
