import { type FunctionTable, readFunctions, type UnitFacts } from '@gosymbols/dwarf';
import { type ElfFile, fileSizeOf, OpenedContents, storedContent } from '@gosymbols/elf';
import type { Pclntab } from '@gosymbols/gobinary';
import { coverageOf } from './coverage.ts';
import { FUNCTION_SECTIONS, isDebugSection, openDebugSections, standardName } from './debug-sections.ts';
import type { DwarfFacts } from './facts.ts';
import { isUnoptimised } from './optimisation.ts';

/** @param code pclntab and its entry addresses, for coverage; undefined where there is none */
export async function dwarfFacts(
  elf: ElfFile,
  code: { readonly pclntab: Pclntab; readonly entries: Float64Array } | undefined,
  signal?: AbortSignal,
): Promise<DwarfFacts | undefined> {
  using contents = new OpenedContents(elf);
  const table = readFunctions(await openDebugSections(elf, contents, FUNCTION_SECTIONS, signal));
  if (table === undefined) return undefined;
  const debug = elf.sections.filter((section) => isDebugSection(section) && fileSizeOf(section) > 0);
  const stored = debug.map((section) => storedContent(elf, section));
  const kinds = new Set(stored.map(({ compression }) => compression));
  // `.debug_gdb_scripts` is never compressed: alone it does not make a file mixed.
  if (
    kinds.size > 1 &&
    !debug.some(
      (section, index) => stored[index]?.compression === 'none' && section.name !== '.debug_gdb_scripts',
    )
  )
    kinds.delete('none');
  const [kind = 'none'] = kinds;
  const hasLineTable = debug.some((section) => standardName(section) === '.debug_line');
  const goUnits = table.units.filter((unit) => unit.isGo);
  return {
    versions: [...new Set(table.units.map((unit) => unit.header.version))].sort(),
    units: table.units.length,
    functions: table.count,
    ...(code === undefined
      ? {}
      : { coverage: hasLineTable ? coverageOf(code.pclntab, code.entries, withLines(table)) : 0 }),
    producers: producersOf(table.units),
    unoptimised: goUnits.length > 0 && goUnits.every(isUnoptimised),
    compression: kinds.size > 1 ? 'mixed' : kind,
    size: stored.reduce((sum, content) => sum + content.size, 0),
    fileSize: debug.reduce((sum, section) => sum + fileSizeOf(section), 0),
  };
}

/** Real files have a handful; the rest would be noise. */
const MAX_PRODUCERS = 16;

function producersOf(units: readonly UnitFacts[]): DwarfFacts['producers'] {
  const counts = new Map<string, number>();
  for (const { producer = 'unknown' } of units) counts.set(producer, (counts.get(producer) ?? 0) + 1);
  return [...counts]
    .map(([producer, count]) => ({ producer, units: count }))
    .sort((a, b) => b.units - a.units || (a.producer < b.producer ? -1 : 1))
    .slice(0, MAX_PRODUCERS);
}

function withLines(table: FunctionTable): Float64Array {
  return table.entries.filter((_, index) => table.unitOf(index).lines !== undefined);
}
