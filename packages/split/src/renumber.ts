import { type Section, SHF, SHT } from '@gosymbols/elf';
import type { PlannedSection } from './file-plan.ts';

/** `sh_link` always names a section; `sh_info` does so for relocations and under SHF_INFO_LINK (gABI, Section Header). */
export function renumber(
  section: Section | (PlannedSection & { index?: number }),
  newIndex: ReadonlyMap<number, number>,
): PlannedSection {
  const infoIsSection =
    section.type === SHT.RELA || section.type === SHT.REL || (section.flags & SHF.INFO_LINK) !== 0n;
  return {
    name: section.name,
    type: section.type,
    flags: section.flags,
    address: section.address,
    offset: section.offset,
    size: section.size,
    link: newIndex.get(section.link) ?? 0,
    info: infoIsSection ? (newIndex.get(section.info) ?? 0) : section.info,
    align: section.align,
    entrySize: section.entrySize,
  };
}
