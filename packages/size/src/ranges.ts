import type { BinaryFacts, SectionFacts } from '@gosymbols/inspect';
import { ownerOf } from './owner.ts';
import type { Parts } from './report.ts';

/** Bytes of the file from `start` up to `end`, which one section owns alone. */
export interface OwnedRange {
  readonly section: SectionFacts;
  readonly owner: keyof Parts;
  readonly start: number;
  readonly end: number;
}

/**
 * What sections own of a file, ascending and without overlap: a byte that two claim belongs to the one that begins
 * first, and what lies outside the file is nobody's.
 */
export function* ownedRanges(facts: BinaryFacts): Generator<OwnedRange> {
  let owned = 0;
  for (const { section, start, end } of claims(facts)) {
    const from = Math.max(start, owned);
    if (end <= from) continue;
    yield { section, owner: ownerOf(section), start: from, end };
    owned = end;
  }
}

function claims(facts: BinaryFacts): { section: SectionFacts; start: number; end: number }[] {
  return facts.sections
    .filter((section) => section.offset >= 0 && section.fileSize > 0)
    .map((section) => ({
      section,
      start: section.offset,
      end: Math.min(section.offset + section.fileSize, facts.size),
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
