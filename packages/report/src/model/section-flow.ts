import type { BinaryFacts } from '@gosymbols/inspect';
import { ownerOf, type Parts } from '@gosymbols/size';
import type { SectionFlow } from './report-model.ts';

/** Bytes that no section owns: ELF header, program and section header tables, alignment gaps. */
export const REST = 'headers and gaps';

/**
 * Sections of the built file and what is left of each in the shipped one, largest first. Sections of one name are
 * summed; the rows sum to the file sizes exactly.
 */
export function sectionFlowOf(before: BinaryFacts, after: BinaryFacts): SectionFlow[] {
  const rows = new Map<string, { part: keyof Parts; before: number; after: number }>();
  const add = (facts: BinaryFacts, side: 'before' | 'after'): void => {
    let owned = 0;
    for (const section of facts.sections) {
      if (section.fileSize === 0) continue;
      const name = section.name === '' ? '(no name)' : section.name;
      const row = rows.get(name) ?? { part: ownerOf(section), before: 0, after: 0 };
      row[side] += section.fileSize;
      owned += section.fileSize;
      rows.set(name, row);
    }
    const row = rows.get(REST) ?? { part: 'padding' as const, before: 0, after: 0 };
    // Sections may overlap or lie about their size; a negative rest has no picture.
    row[side] += Math.max(0, facts.size - owned);
    rows.set(REST, row);
  };
  add(before, 'before');
  add(after, 'after');
  return [...rows]
    .map(([name, row]) => ({ name, ...row }))
    .filter((row) => row.before > 0 || row.after > 0)
    .sort((a, b) => b.before - a.before || b.after - a.after || (a.name < b.name ? -1 : 1));
}
