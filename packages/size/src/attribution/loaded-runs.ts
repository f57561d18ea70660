import { type ElfFile, offsetOfAddress } from '@gosymbols/elf';
import type { Pclntab } from '@gosymbols/gobinary';
import type { BinaryFacts } from '@gosymbols/inspect';
import { ownedRanges } from '../ranges.ts';

/** Bytes of the file that are code or data, by the addresses at which they are mapped. */
export interface LoadedRun {
  readonly section: string;
  readonly isCode: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * What the part `codeAndData` is made of, by ascending address. pclntab is left out also where it lies within a section
 * of another name, as lld places it.
 */
export function loadedRuns(facts: BinaryFacts, elf: ElfFile, pclntab: Pclntab | undefined): LoadedRun[] {
  const ranges = [...ownedRanges(facts)];
  const nameless = !ranges.some(({ owner }) => owner === 'pclntab');
  const hole = nameless && pclntab !== undefined ? offsetOfAddress(elf, pclntab.address) : undefined;
  const holeEnd = hole === undefined ? 0 : hole + (pclntab?.size ?? 0);
  return ranges
    .filter(({ owner }) => owner === 'codeAndData')
    .flatMap((range) => {
      if (hole === undefined || holeEnd <= range.start || hole >= range.end) return [range];
      return [
        { ...range, end: Math.max(range.start, hole) },
        { ...range, start: Math.min(range.end, holeEnd) },
      ];
    })
    .filter(({ start, end }) => end > start)
    .map(({ section, start, end }) => {
      const shift = Number(section.address) - section.offset;
      const isCode = section.flags.includes('X');
      return { section: section.name, isCode, start: start + shift, end: end + shift };
    })
    .sort((a, b) => a.start - b.start);
}
