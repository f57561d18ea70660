import type { BinaryFacts } from '@gosymbols/inspect';
import { isAllocated } from './owner.ts';
import { ownedRanges } from './ranges.ts';
import type { Parts } from './report.ts';

/**
 * Divides the bytes of a file among their owners, as Bloaty does: every byte has exactly one, so the parts sum to
 * `facts.size`. Where sections overlap, a byte belongs to the section that begins first; what lies outside the file
 * counts for nothing; what no section claims is padding. A file that is not ELF is not divided: all of it is
 * `codeAndData`.
 */
export function partsOf(facts: BinaryFacts): Parts {
  const sums = { codeAndData: 0, pclntab: 0, symbols: 0, debug: 0, padding: 0 };
  if (facts.kind !== 'elf') return { ...sums, codeAndData: facts.size };

  let unowned = facts.size;
  for (const { owner, start, end } of ownedRanges(facts)) {
    sums[owner] += end - start;
    unowned -= end - start;
  }
  sums.padding += unowned;
  return withNamelessPclntab(sums, facts);
}

/** External and lld links put pclntab into `.rodata` or `.data.rel.ro`: its size is known, its section has another name. */
function withNamelessPclntab(parts: Parts, facts: BinaryFacts): Parts {
  if (parts.pclntab > 0 || facts.pclntab === undefined || !facts.sections.some(isAllocated)) return parts;
  const inside = Math.min(Math.max(0, facts.pclntab.size), parts.codeAndData);
  return { ...parts, codeAndData: parts.codeAndData - inside, pclntab: inside };
}
