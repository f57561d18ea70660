import type { ElfFile, Section } from '@gosymbols/elf';
import { standardName } from '@gosymbols/inspect';

/** Sections that the debug file should hold: all but the name table and a debug link. */
export function carried(elf: ElfFile): readonly Section[] {
  return elf.sections
    .slice(1)
    .filter((section) => section.index !== elf.header.shstrndx && section.name !== '.gnu_debuglink');
}

/** The stripped file's section for each that it keeps of the original, unloaded: alike in all but place and links. */
export function keptTwins(original: ElfFile, stripped: ElfFile): ReadonlyMap<number, Section> {
  const key = ({ name, type, flags, address, size, entrySize }: Section): string =>
    [type, flags, address, size, entrySize, name].join(' ');
  const byKey = Map.groupBy(carried(stripped), key);
  return new Map(
    carried(original).flatMap((section): [number, Section][] => {
      const twin = byKey.get(key(section))?.shift();
      return twin === undefined ? [] : [[section.index, twin]];
    }),
  );
}

/**
 * The debug file's section for each of the original, by the original's index. Names may repeat, or be missing at all:
 * the second of a name is the twin of the second. `.zdebug_x` may have become `.debug_x`.
 */
export function twinsOf(original: ElfFile, debug: ElfFile): ReadonlyMap<number, Section> {
  const byName = Map.groupBy(carried(debug), ({ name }) => name);
  const taken = new Map<string, number>();
  const next = (name: string): Section | undefined => {
    const count = taken.get(name) ?? 0;
    const section = byName.get(name)?.[count];
    if (section !== undefined) taken.set(name, count + 1);
    return section;
  };
  return new Map(
    carried(original).flatMap((section): [number, Section][] => {
      const twin = next(section.name) ?? next(standardName(section));
      return twin === undefined ? [] : [[section.index, twin]];
    }),
  );
}
