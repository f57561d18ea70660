import type { ByteSource } from '@gosymbols/bytes';
import type { DebugSections } from '@gosymbols/dwarf';
import { type ElfFile, fileSizeOf, type OpenedContents, type Section } from '@gosymbols/elf';

/** Sections that a walk over functions reads. */
export const FUNCTION_SECTIONS: readonly string[] = [
  '.debug_info',
  '.debug_abbrev',
  '.debug_addr',
  '.debug_str',
  '.debug_line_str',
  '.debug_str_offsets',
];

/** Sections that a walk over variables reads: those, and the lists of ranges and locations of DWARF 4 and 5. */
export const VARIABLE_SECTIONS: readonly string[] = [
  ...FUNCTION_SECTIONS,
  '.debug_loc',
  '.debug_loclists',
  '.debug_ranges',
  '.debug_rnglists',
];

/** `.debug_x` and the older compressed `.zdebug_x` have one standard name. */
export function standardName(section: Section): string {
  return section.name.startsWith('.zdebug_')
    ? `.debug_${section.name.slice('.zdebug_'.length)}`
    : section.name;
}

export function isDebugSection(section: Section): boolean {
  return section.name.startsWith('.debug_') || section.name.startsWith('.zdebug_');
}

/** Opens the DWARF sections of these standard names that have content; they close with `contents`. */
export async function openDebugSections(
  elf: ElfFile,
  contents: OpenedContents,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<DebugSections> {
  const opened = new Map<string, ByteSource>();
  for (const section of elf.sections) {
    const name = standardName(section);
    if (names.includes(name) && fileSizeOf(section) > 0)
      opened.set(name, await contents.open(section, signal));
  }
  return { order: elf.header.order, section: (name) => opened.get(name) };
}
