import { type FunctionTable, readFunctions } from '@gosymbols/dwarf';
import { type ElfFile, fileSizeOf, OpenedContents, type Section, storedContent } from '@gosymbols/elf';
import type { Pclntab } from '@gosymbols/gobinary';
import { coverageOf } from './coverage.ts';
import type { DwarfFacts } from './facts.ts';

/** Sections that the function walk reads. */
const WALKED: ReadonlySet<string> = new Set([
  '.debug_info',
  '.debug_abbrev',
  '.debug_addr',
  '.debug_str',
  '.debug_line_str',
  '.debug_str_offsets',
]);

/** `.debug_x` and the older compressed `.zdebug_x` have one standard name. */
export function standardName(section: Section): string {
  return section.name.startsWith('.zdebug_')
    ? `.debug_${section.name.slice('.zdebug_'.length)}`
    : section.name;
}

export function isDebugSection(section: Section): boolean {
  return section.name.startsWith('.debug_') || section.name.startsWith('.zdebug_');
}

/**
 * The functions that DWARF describes, of all units or of those that `choose` picks. Undefined where there is no
 * `.debug_info` with content.
 */
export async function openFunctions(
  elf: ElfFile,
  contents: OpenedContents,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly choose?: Parameters<typeof readFunctions>[1];
  } = {},
): Promise<FunctionTable | undefined> {
  const opened = new Map<string, Awaited<ReturnType<OpenedContents['open']>>>();
  for (const section of elf.sections) {
    const name = standardName(section);
    if (WALKED.has(name) && fileSizeOf(section) > 0)
      opened.set(name, await contents.open(section, options.signal));
  }
  return readFunctions({ order: elf.header.order, section: (name) => opened.get(name) }, options.choose);
}

/** @param code pclntab and its entry addresses, for coverage; undefined where there is none */
export async function dwarfFacts(
  elf: ElfFile,
  code: { readonly pclntab: Pclntab; readonly entries: Float64Array } | undefined,
  signal?: AbortSignal,
): Promise<DwarfFacts | undefined> {
  using contents = new OpenedContents(elf);
  const table = await openFunctions(elf, contents, { signal });
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
    unoptimised: goUnits.length > 0 && goUnits.every((unit) => isUnoptimised(unit.producer)),
    compression: kinds.size > 1 ? 'mixed' : kind,
    size: stored.reduce((sum, content) => sum + content.size, 0),
    fileSize: debug.reduce((sum, section) => sum + fileSizeOf(section), 0),
  };
}

function withLines(table: FunctionTable): Float64Array {
  return table.entries.filter((_, index) => table.unitOf(index).hasLines);
}

/** The Go compiler lists the flags that bear on debugging behind its version: `Go cmd/compile go1.26.8; -N -l; regabi`. */
function isUnoptimised(producer: string | undefined): boolean {
  const words = new Set((producer ?? '').split(/[\s;]+/));
  return words.has('-N') && words.has('-l');
}
