import { type Cursor, FormatError } from '@gosymbols/bytes';
import type { AbbreviationTable } from './abbrev.ts';
import { DW_AT, DW_TAG } from './constants.ts';
import { skipValue } from './form.ts';
import type { UnitHeader } from './unit.ts';
import { abbreviationAt, type Units } from './units.ts';

/** What a function has before it is inlined, its blocks included. */
export interface InlinePattern {
  readonly parameters: number;
  readonly locals: number;
}

/** Most are shorter, with all their variables. */
const USUAL = 4096;
/** Each pattern is walked once, and patterns are part of `.debug_info`; who lets them overlap asks for more. */
const MOST_PER_BYTE = 4;

/** Abstract instances of inlined functions (DWARF 5, 3.3.8.1), each walked when the first reference to it is met. */
export class InlinePatterns {
  readonly #units: Units;
  readonly #known = new Map<number, InlinePattern | undefined>();
  #walked = 0;

  constructor(units: Units) {
    this.#units = units;
  }

  /** Undefined where `offset` is not the pattern of an inlined function. */
  at(offset: number): InlinePattern | undefined {
    const known = this.#known.get(offset);
    if (known !== undefined || this.#known.has(offset)) return known;
    const pattern = this.#units.parseAt(offset, USUAL, (cursor, header, table) =>
      this.#read(cursor, header, table),
    );
    this.#known.set(offset, pattern);
    return pattern;
  }

  #read(cursor: Cursor, header: UnitHeader, table: AbbreviationTable): InlinePattern | undefined {
    const root = abbreviationAt(cursor, table);
    if (root?.tag !== DW_TAG.subprogram || !root.attributes.some(({ at }) => at === DW_AT.inline))
      return undefined;
    for (const skip of root.skips) skipValue(cursor, skip, header);
    let [parameters, locals] = [0, 0];
    let depth = root.children ? 1 : 0;
    // Depth of the entry whose children are not the function's own.
    let foreign = Number.POSITIVE_INFINITY;
    while (depth > 0) {
      const start = cursor.at;
      const entry = abbreviationAt(cursor, table);
      if (entry === undefined) {
        depth -= 1;
        if (depth <= foreign) foreign = Number.POSITIVE_INFINITY;
        continue;
      }
      for (const skip of entry.skips) skipValue(cursor, skip, header);
      this.#count(cursor.at - start);
      if (foreign === Number.POSITIVE_INFINITY) {
        if (entry.tag === DW_TAG.formal_parameter) parameters += 1;
        if (entry.tag === DW_TAG.variable) locals += 1;
        if (entry.children && entry.tag !== DW_TAG.lexical_block) foreign = depth;
      }
      if (entry.children) depth += 1;
    }
    return { parameters, locals };
  }

  #count(bytes: number): void {
    this.#walked += bytes;
    if (this.#walked <= MOST_PER_BYTE * this.#units.size) return;
    throw new FormatError('its inlined functions overlap: they are larger than all of the section', {
      code: 'DWARF_SCOPES',
      kind: 'unsupported',
      section: '.debug_info',
      value: this.#walked,
    });
  }
}
