import { DW_TAG } from './constants.ts';
import type { DebugSections } from './debug-sections.ts';
import { skipValue } from './form.ts';
import { InlinePatterns } from './inline-patterns.ts';
import { LocationLists } from './locations.ts';
import { RangeLists } from './ranges.ts';
import { type FunctionTally, isScope, type Scope, ScopeReader, SKIPPED } from './scopes.ts';
import { abbreviationAt, type OpenUnit, type UnitRoot, Units } from './units.ts';
import { VariableReader } from './variable.ts';
import { emptyTally, type VariableCounts } from './variable-counts.ts';

/** A function with code of its own, and the variables of all that is inlined into it. */
export interface FunctionVariables {
  /** Offset of its entry in `.debug_info`. */
  readonly offset: number;
  /** Lowest address of its first range; undefined where it has no code. */
  readonly entry: number | undefined;
  readonly parameters: VariableCounts;
  readonly locals: VariableCounts;
}

export interface UnitVariables {
  readonly unit: UnitRoot;
  readonly functions: readonly FunctionVariables[];
  /** Variables outside functions; they have no scope of code. */
  readonly globals: VariableCounts;
}

/**
 * Where the variables of each function can be found, unit by unit, in file order: one pass over `.debug_info`. Scopes
 * are those of DWARF: functions, inlined calls, lexical blocks. Undefined where there is no `.debug_info`.
 */
export function readVariables(sections: DebugSections): VariableTable | undefined {
  const units = Units.of(sections);
  return units === undefined ? undefined : new VariableTable(sections, units);
}

/** Iterated, it reads; nothing of a unit is kept behind it. */
export class VariableTable implements Iterable<UnitVariables> {
  readonly #units: Units;
  readonly #scopes: ScopeReader;
  readonly #variables: VariableReader;

  constructor(sections: DebugSections, units: Units) {
    this.#units = units;
    this.#scopes = new ScopeReader(
      units.values,
      new RangeLists(sections, units.values),
      new InlinePatterns(units),
    );
    this.#variables = new VariableReader(units.values, new LocationLists(sections, units.values), units.size);
  }

  *[Symbol.iterator](): Generator<UnitVariables> {
    for (const header of this.#units.headers) {
      const opened = this.#units.open(header);
      if (opened !== undefined) yield this.#unit(opened);
    }
  }

  /** `DW_AT_name`, through the abstract origin where it is there. */
  nameOf(entry: FunctionVariables): string | undefined {
    return this.#units.nameAt(entry.offset);
  }

  #unit({ unit, cursor, table }: OpenUnit): UnitVariables {
    const { header } = unit;
    const functions: FunctionTally[] = [];
    const globals = emptyTally();
    const scopes: Scope[] = [{ ranges: [], bytes: 0, function: undefined, instance: undefined }];
    while (cursor.left > 0) {
      const offset = header.entries + cursor.at;
      const entry = abbreviationAt(cursor, table);
      if (entry === undefined) {
        scopes.pop();
        if (scopes.length === 0) break;
        continue;
      }
      const outer = scopes.at(-1) ?? SKIPPED;
      let inner = outer;
      if (outer === SKIPPED || entry.tag === DW_TAG.subroutine_type) {
        for (const skip of entry.skips) skipValue(cursor, skip, header);
        inner = SKIPPED;
      } else if (isScope(entry.tag)) {
        inner = this.#scopes.read(cursor, entry, unit, outer, offset);
        if (inner.function !== undefined && inner.function !== outer.function) functions.push(inner.function);
      } else if (entry.tag === DW_TAG.formal_parameter) {
        this.#variables.read(cursor, entry, unit, outer, outer.function?.parameters ?? globals);
      } else if (entry.tag === DW_TAG.variable) {
        this.#variables.read(cursor, entry, unit, outer, outer.function?.locals ?? globals);
      } else for (const skip of entry.skips) skipValue(cursor, skip, header);
      if (entry.children) scopes.push(inner);
    }
    return { unit, functions, globals };
  }
}
