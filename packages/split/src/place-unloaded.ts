import { type ElfFile, fileSizeOf, type Section, SHF, storedContent } from '@gosymbols/elf';
import { isDebugSection, standardName } from '@gosymbols/inspect';
import type { PlannedSection } from './file-plan.ts';
import type { DebugCompression } from './pair.ts';
import type { PlanBuilder } from './plan-builder.ts';
import type { Recompressed } from './recompress.ts';
import { indexFieldOf } from './renumber-symbols.ts';

/** Where sections come from, and how they are stored in the new file. */
export interface Origin {
  readonly elf: ElfFile;
  readonly compress: DebugCompression;
  readonly recompressed: ReadonlyMap<number, Recompressed>;
  /** Section numbers in the new file, by those in `elf`. */
  readonly newIndex: ReadonlyMap<number, number>;
}

/** Appends a section that no loader reads, with its content. Links are left as they were in its own file. */
export function placeUnloaded(origin: Origin, section: Section, builder: PlanBuilder): PlannedSection {
  const { elf, compress, recompressed, newIndex } = origin;
  const again = recompressed.get(section.index);
  const wide = elf.header.class === 64;
  if (again !== undefined) {
    const piece = { kind: 'scratch', path: again.path, length: again.size } as const;
    return {
      ...append(builder, section, wide ? 8n : 4n, piece),
      flags: section.flags | SHF.COMPRESSED,
    };
  }
  if (isDebugSection(section) && compress !== 'keep') {
    const { size, align } = storedContent(elf, section);
    const piece = { kind: 'content', source: elf, section, length: size } as const;
    return { ...append(builder, section, align, piece), flags: section.flags & ~SHF.COMPRESSED };
  }
  const length = fileSizeOf(section);
  const renumbered =
    indexFieldOf(elf, section) !== undefined && [...newIndex].some(([from, to]) => from !== to);
  const offset = builder.append(section.align, (at) =>
    renumbered
      ? { kind: 'symbols', at, source: elf, section, length, what: section.name, newIndex }
      : { kind: 'copy', at, source: elf, from: section.offset, length, what: section.name },
  );
  return { ...section, offset };
}

type Unpacked =
  | { readonly kind: 'scratch'; readonly path: string; readonly length: number }
  | {
      readonly kind: 'content';
      readonly source: ElfFile;
      readonly section: Section;
      readonly length: number;
    };

/** Stored anew, a `.zdebug_` section gets its standard name. */
function append(builder: PlanBuilder, section: Section, align: bigint, piece: Unpacked): PlannedSection {
  const name = standardName(section);
  const offset = builder.append(align, (at) => ({ ...piece, at, what: name }));
  return { ...section, name, offset, size: piece.length, align };
}
