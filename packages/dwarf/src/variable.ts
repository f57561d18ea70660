import { type Cursor, FormatError } from '@gosymbols/bytes';
import type { Abbreviation } from './abbrev.ts';
import { DW_AT, DW_FORM, DW_TAG } from './constants.ts';
import { skipOf, skipValue } from './form.ts';
import type { LocationLists } from './locations.ts';
import type { Ranges } from './ranges.ts';
import { meet, type Scope } from './scopes.ts';
import type { Unit } from './units.ts';
import type { ValueReader } from './value.ts';
import type { Tally } from './variable-counts.ts';

/**
 * Comparisons of locations with ranges of scopes, for each byte of `.debug_info`: real files need less than one. Who
 * gives every variable a long list in a scope of many ranges asks for their product.
 */
const MOST_PER_BYTE = 16;

/** Reads the entries of variables and parameters: how much of their scope their locations cover. */
export class VariableReader {
  readonly #values: ValueReader;
  readonly #lists: LocationLists;
  readonly #most: number;
  #compared = 0;
  // Of the entry at hand.
  #scope: Scope | undefined;
  #located = false;
  #dropped = false;
  #covered = 0;
  #droppedBytes = 0;

  /** @param infoSize bytes of `.debug_info` */
  constructor(values: ValueReader, lists: LocationLists, infoSize: number) {
    this.#values = values;
    this.#lists = lists;
    this.#most = MOST_PER_BYTE * infoSize + 1024;
  }

  /** Reads the entry behind `cursor` and adds it to `tally`. */
  read(cursor: Cursor, entry: Abbreviation, unit: Unit, scope: Scope, tally: Tally): void {
    const { header } = unit;
    this.#scope = scope;
    this.#located = this.#dropped = false;
    this.#covered = this.#droppedBytes = 0;
    let declaration = false;
    let artificial = false;
    let constant = false;
    let hasOrigin = false;
    for (const { at, form } of entry.attributes) {
      if (at === DW_AT.location) {
        this.#location(cursor, form, unit);
        continue;
      }
      if (at === DW_AT.declaration) declaration = true;
      if (at === DW_AT.artificial) artificial = true;
      if (at === DW_AT.abstract_origin) hasOrigin = true;
      if (at === DW_AT.const_value) constant = true;
      skipValue(cursor, skipOf(form, header), header);
    }
    if (declaration) return;
    if (hasOrigin) meet(scope, entry.tag === DW_TAG.variable ? 'locals' : 'parameters', tally);
    if (!artificial) {
      tally.count += 1;
      if (this.#located || constant) tally.located += 1;
      else if (this.#dropped) tally.dropped += 1;
    }
    tally.scopeBytes += scope.bytes;
    tally.coveredBytes += constant ? scope.bytes : this.#covered;
    tally.droppedBytes += constant ? 0 : this.#droppedBytes;
  }

  #location(cursor: Cursor, form: number, unit: Unit): void {
    const { header } = unit;
    if (form === DW_FORM.loclistx) {
      this.#dropped = true;
      this.#lists.eachIndexed(cursor.uleb(), unit, this.#visit);
      return;
    }
    const length = expressionLength(cursor, form);
    if (length !== undefined) {
      cursor.skip(length);
      this.#visit(0, Number.POSITIVE_INFINITY, length);
      return;
    }
    const offset = this.#values.constant(cursor, form, header);
    if (offset === undefined) return;
    this.#dropped = true;
    this.#lists.each(offset, unit, this.#visit);
  }

  readonly #visit = (low: number, high: number, length: number): void => {
    const { ranges, bytes } = this.#scope ?? { ranges: [], bytes: 0 };
    this.#compared += ranges.length / 2;
    if (this.#compared > this.#most) {
      throw new FormatError(
        `its variables need more than ${this.#most} comparisons of locations with scopes`,
        {
          code: 'DWARF_SCOPES',
          kind: 'unsupported',
          section: '.debug_info',
          value: this.#compared,
        },
      );
    }
    const inScope = high === Number.POSITIVE_INFINITY ? bytes : overlap(ranges, low, high);
    if (length === 0) {
      this.#dropped = true;
      this.#droppedBytes += inScope;
    } else {
      this.#located = true;
      this.#covered += inScope;
    }
  };
}

/** Of the forms that hold an expression; before DWARF 4 the blocks did. */
function expressionLength(cursor: Cursor, form: number): number | undefined {
  if (form === DW_FORM.exprloc || form === DW_FORM.block) return cursor.uleb();
  if (form === DW_FORM.block1) return cursor.u8();
  if (form === DW_FORM.block2) return cursor.u16();
  return form === DW_FORM.block4 ? cursor.u32() : undefined;
}

function overlap(ranges: Ranges, low: number, high: number): number {
  let bytes = 0;
  for (let index = 0; index < ranges.length; index += 2) {
    const from = Math.max(ranges[index] ?? 0, low);
    const to = Math.min(ranges[index + 1] ?? 0, high);
    if (from < to) bytes += to - from;
  }
  return bytes;
}
