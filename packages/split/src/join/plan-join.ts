import { type ElfFile, fileSizeOf, isAllocated, type Section, SHT } from '@gosymbols/elf';
import { standardName } from '@gosymbols/inspect';
import { patchedHeader } from '../elf-header.ts';
import type { FilePlan, PlannedSection } from '../file-plan.ts';
import type { DebugCompression } from '../pair.ts';
import { type Origin, placeUnloaded } from '../place-unloaded.ts';
import { PlanBuilder } from '../plan-builder.ts';
import { endOfLoaded, isSymbolSection } from '../plan-stripped.ts';
import type { Recompressed } from '../recompress.ts';
import { renumber } from '../renumber.ts';
import type { Halves } from './match-halves.ts';

/** A section of the full file: what each half has of it. One of the two has its content. */
interface Row {
  readonly ofDebug: Section | undefined;
  readonly ofStripped: Section | undefined;
}

/**
 * The full file: everything up to the last loaded byte as in the stripped file, then all that is not loaded, from the
 * debug file. Section headers are in the debug file's order, which is the original's.
 */
export function planJoin(
  halves: Halves,
  compress: DebugCompression,
  recompressed: ReadonlyMap<number, Recompressed>,
): FilePlan {
  const { stripped, debug } = halves;
  const builder = new PlanBuilder();
  const end = endOfLoaded(stripped);
  const header = patchedHeader(stripped, undefined, end);
  for (const piece of header.rest) builder.place(piece);
  const rows = rowsOf(halves);
  const fromDebug: Origin = {
    elf: debug,
    compress,
    recompressed,
    newIndex: numbersOf(rows, (row) => row.ofDebug),
  };
  const fromStripped: Origin = {
    elf: stripped,
    compress: 'keep',
    recompressed: new Map(),
    newIndex: numbersOf(rows, (row) => row.ofStripped),
  };
  const planned = rows.map(({ ofDebug, ofStripped }): PlannedSection => {
    if (ofStripped !== undefined && isAllocated(ofStripped)) {
      const offset = Math.min(ofStripped.offset, end);
      return linked({ ...ofStripped, offset }, fromStripped, ofDebug, fromDebug);
    }
    if (ofStripped !== undefined && (ofDebug === undefined || fileSizeOf(ofDebug) === 0))
      return linked(placeUnloaded(fromStripped, ofStripped, builder), fromStripped, ofDebug, fromDebug);
    if (ofDebug === undefined) throw new Error('plan: a section of neither half');
    if (ofDebug.type === SHT.NOBITS) return renumber({ ...ofDebug, offset: builder.end }, fromDebug.newIndex);
    return renumber(placeUnloaded(fromDebug, ofDebug, builder), fromDebug.newIndex);
  });
  return builder.finish(stripped.header, planned, header.piece);
}

/** All sections of the debug file, then those that only the stripped file has (elfutils leaves `.comment` there). */
function rowsOf({ stripped, debug, loaded }: Halves): Row[] {
  const unloaded = stripped.sections.filter(
    (section) => !isAllocated(section) && isContent(stripped, section),
  );
  const taken = new Set<Section>();
  const rows = debug.sections
    .filter((section) => isContent(debug, section))
    .map((ofDebug): Row => {
      const named = unloaded.find((one) => !taken.has(one) && standardName(one) === standardName(ofDebug));
      const ofStripped = isAllocated(ofDebug) ? loaded.get(ofDebug.index) : named;
      if (ofStripped !== undefined) taken.add(ofStripped);
      return { ofDebug, ofStripped };
    });
  const left = unloaded.filter((section) => !taken.has(section));
  return [...rows, ...left.map((ofStripped): Row => ({ ofDebug: undefined, ofStripped }))];
}

/** Section names are written anew, and a full file needs no debug link. */
function isContent(elf: ElfFile, section: Section): boolean {
  if (section.index === 0 || section.name === '.gnu_debuglink') return false;
  return section.index !== elf.header.shstrndx || isSymbolSection(elf, section);
}

function numbersOf(rows: readonly Row[], half: (row: Row) => Section | undefined): Map<number, number> {
  const numbers = rows.map((row, position): [number, number] => [half(row)?.index ?? 0, position + 1]);
  return new Map([...numbers, [0, 0]]);
}

/** What a loaded section links to may have been stripped (`.symtab`): then the debug file knows. */
function linked(
  section: PlannedSection,
  own: Origin,
  ofDebug: Section | undefined,
  other: Origin,
): PlannedSection {
  const mine = renumber(section, own.newIndex);
  if (ofDebug === undefined || mine.link !== 0) return mine;
  return { ...mine, link: other.newIndex.get(ofDebug.link) ?? 0 };
}
