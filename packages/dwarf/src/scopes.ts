import type { Cursor } from '@gosymbols/bytes';
import type { Abbreviation } from './abbrev.ts';
import { DW_AT, DW_FORM, DW_TAG } from './constants.ts';
import { skipOf, skipValue } from './form.ts';
import type { InlinePatterns } from './inline-patterns.ts';
import type { RangeLists, Ranges } from './ranges.ts';
import type { Unit } from './units.ts';
import type { ValueReader } from './value.ts';
import { emptyTally, type Tally } from './variable-counts.ts';

export interface FunctionTally {
  readonly offset: number;
  readonly entry: number | undefined;
  readonly parameters: Tally;
  readonly locals: Tally;
}

/** Code in which variables are visible (DWARF 5, 3.3 to 3.5). */
export interface Scope {
  readonly ranges: Ranges;
  /** Bytes of `ranges`, or of the scope around where there are none. */
  readonly bytes: number;
  /** The function that has the code; undefined outside. */
  readonly function: FunctionTally | undefined;
  /** The call or copy of a function elsewhere that the code is; undefined where it is none. */
  readonly instance: Instance | undefined;
}

/** How many variables of the function that it is an instance of were not met yet. */
export interface Instance {
  readonly bytes: number;
  parameters: number;
  locals: number;
}

/** Of entries whose children are variables of no code: declarations, and patterns of inlined functions. */
export const SKIPPED: Scope = { ranges: [], bytes: 0, function: undefined, instance: undefined };

export function isScope(tag: number): boolean {
  return tag === DW_TAG.subprogram || tag === DW_TAG.inlined_subroutine || tag === DW_TAG.lexical_block;
}

export class ScopeReader {
  readonly #values: ValueReader;
  readonly #lists: RangeLists;
  readonly #patterns: InlinePatterns;

  constructor(values: ValueReader, lists: RangeLists, patterns: InlinePatterns) {
    this.#values = values;
    this.#lists = lists;
    this.#patterns = patterns;
  }

  /**
   * Reads the entry behind `cursor`. The Go compiler leaves blocks with an empty range list behind: debuggers look into
   * them nowhere. Their variables have the scope around them to be missed in, and no range list reaches it.
   */
  read(cursor: Cursor, entry: Abbreviation, unit: Unit, outer: Scope, offset: number): Scope {
    const { header, bases } = unit;
    let low: number | undefined;
    let high: number | undefined;
    let length: number | undefined;
    let listed: Ranges = [];
    let skipped = false;
    let origin: number | undefined;
    for (const { at, form, implicit } of entry.attributes) {
      if (at === DW_AT.low_pc) {
        const address = this.#values.address(cursor, form, header, bases);
        low = address === undefined ? undefined : Number(address);
      } else if (at === DW_AT.high_pc) {
        const start = cursor.at;
        const address = this.#values.address(cursor, form, header, bases);
        if (address !== undefined) high = Number(address);
        else {
          cursor.at = start;
          length = form === DW_FORM.implicit_const ? implicit : this.#values.constant(cursor, form, header);
        }
      } else if (at === DW_AT.ranges) {
        if (form === DW_FORM.rnglistx) listed = this.#lists.indexed(cursor.uleb(), unit);
        else {
          const list = this.#values.constant(cursor, form, header);
          if (list !== undefined) listed = this.#lists.at(list, unit);
        }
      } else if (at === DW_AT.abstract_origin) {
        origin = this.#values.reference(cursor, form, header);
      } else {
        if (at === DW_AT.declaration || at === DW_AT.inline) skipped = true;
        skipValue(cursor, skipOf(form, header), header);
      }
    }
    if (skipped) return SKIPPED;
    const end = length === undefined ? high : (low ?? 0) + length;
    const ranges = low !== undefined && end !== undefined && low < end ? [low, end] : listed;
    const inner =
      entry.tag === DW_TAG.subprogram
        ? { offset, entry: low ?? ranges[0], parameters: emptyTally(), locals: emptyTally() }
        : outer.function;
    const bytes = bytesOf(ranges) || outer.bytes;
    if (entry.tag === DW_TAG.lexical_block)
      return { ranges, bytes, function: inner, instance: outer.instance };
    return { ranges, bytes, function: inner, instance: this.#instance(origin, bytes, inner) };
  }

  /** Counts all its variables as missing; who meets one takes it back. */
  #instance(
    origin: number | undefined,
    bytes: number,
    tally: FunctionTally | undefined,
  ): Instance | undefined {
    const pattern = origin === undefined ? undefined : this.#patterns.at(origin);
    if (pattern === undefined || tally === undefined) return undefined;
    tally.parameters.missing += pattern.parameters;
    tally.parameters.missingBytes += pattern.parameters * bytes;
    tally.locals.missing += pattern.locals;
    tally.locals.missingBytes += pattern.locals * bytes;
    return { bytes, parameters: pattern.parameters, locals: pattern.locals };
  }
}

/** A variable of the function that `scope` is an instance of is there. */
export function meet({ instance }: Scope, kind: 'parameters' | 'locals', tally: Tally): void {
  if (instance === undefined || instance[kind] === 0) return;
  instance[kind] -= 1;
  tally.missing -= 1;
  tally.missingBytes -= instance.bytes;
}

function bytesOf(ranges: Ranges): number {
  let bytes = 0;
  for (let index = 0; index < ranges.length; index += 2)
    bytes += (ranges[index + 1] ?? 0) - (ranges[index] ?? 0);
  return bytes;
}
