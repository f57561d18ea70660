import { type DebugSections, eachLineRow, type UnitFacts } from '@gosymbols/dwarf';
import type { LineSpan, Pclntab } from '@gosymbols/gobinary';

export interface LineAgreement {
  /** Rows of DWARF's line tables that lie in a function of pclntab. */
  readonly compared: number;
  readonly differing: number;
  /** The first that differs, in words. */
  readonly first: string | undefined;
}

/** Compares, row by row, the line that DWARF gives for an address with the one that pclntab gives. */
export function compareLines(
  sections: DebugSections,
  units: readonly UnitFacts[],
  pclntab: Pclntab,
): LineAgreement {
  const lookup = new LineLookup(pclntab);
  let compared = 0;
  let differing = 0;
  let first: string | undefined;
  for (const unit of units) {
    if (unit.lines === undefined || !unit.isGo) continue;
    eachLineRow(sections, unit.lines, ({ address, line }) => {
      const other = lookup.lineAt(address);
      if (other === undefined) return;
      compared += 1;
      if (other === line) return;
      differing += 1;
      first ??= `at 0x${address.toString(16)} pclntab says line ${other}, DWARF says ${line}`;
    });
  }
  return { compared, differing, first };
}

/** Rows come in the order of their addresses, so the last function and its spans are kept. */
class LineLookup {
  readonly #pclntab: Pclntab;
  #spans: readonly LineSpan[] = [];
  #entry = 0;
  #end = 0;

  constructor(pclntab: Pclntab) {
    this.#pclntab = pclntab;
  }

  lineAt(address: number): number | undefined {
    if (address < this.#entry || address >= this.#end) this.#open(address);
    if (address < this.#entry || address >= this.#end) return undefined;
    let [low, high] = [0, this.#spans.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.end ?? 0) > address) high = middle;
      else low = middle + 1;
    }
    return this.#spans[low]?.line;
  }

  #open(address: number): void {
    let [low, high] = [0, this.#pclntab.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (Number(this.#pclntab.entryAt(middle)) <= address) low = middle;
      else high = middle - 1;
    }
    this.#entry = Number(this.#pclntab.entryAt(low));
    this.#spans = this.#pclntab.linesOf(low);
    this.#end = this.#spans.at(-1)?.end ?? this.#entry;
  }
}
