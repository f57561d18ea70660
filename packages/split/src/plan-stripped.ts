import { type ElfFile, fileSizeOf, isAllocated, PT, type Section, SHT } from '@gosymbols/elf';
import { isDebugSection } from '@gosymbols/inspect';
import { debugLinkBytes } from './debug-link.ts';
import { patchedHeader } from './elf-header.ts';
import type { FilePlan, Piece, PlannedSection } from './file-plan.ts';
import type { StripMode } from './pair.ts';
import { PlanBuilder } from './plan-builder.ts';
import { renumber } from './renumber.ts';
import { indexFieldOf } from './renumber-symbols.ts';
import type { SplitRequest } from './request.ts';

/**
 * The file that ships: everything the loader reads stays byte for byte, then come the sections that are kept though
 * not loaded, then `.gnu_debuglink`, names and section headers.
 * @param debugCrc CRC-32 of the debug file as written
 */
export function planStripped(elf: ElfFile, request: SplitRequest, debugCrc: number): FilePlan {
  const { order } = elf.header;
  const builder = new PlanBuilder();
  const verbatim = request.strip === 'none' ? elf.source.size : endOfLoaded(elf);
  const header = patchedHeader(elf, request.repair, verbatim);
  for (const piece of header.rest) builder.place(piece);
  const kept = elf.sections.slice(1).filter((section) => isKept(elf, section, request.strip));
  const newIndex = new Map([
    [0, 0],
    ...kept.map((section, index): [number, number] => [section.index, index + 1]),
  ]);
  const planned = kept.map((section): PlannedSection => {
    const length = fileSizeOf(section);
    // elfutils refuses a NOBITS section whose nominal offset lies behind the end of the file.
    const offset =
      length === 0 || (section.offset + length <= verbatim && !isRenumbered(elf, section, newIndex))
        ? Math.min(section.offset, verbatim)
        : builder.append(section.align, (at) => moved(elf, section, at, newIndex));
    return renumber({ ...section, offset }, newIndex);
  });
  const link = debugLinkBytes(request.debugName, debugCrc, order);
  const linkAt = builder.append(4, (at) => ({ kind: 'bytes', at, bytes: link, what: '.gnu_debuglink' }));
  planned.push({
    name: '.gnu_debuglink',
    type: SHT.PROGBITS,
    flags: 0n,
    address: 0n,
    offset: linkAt,
    size: link.length,
    link: 0,
    info: 0,
    align: 4n,
    entrySize: 0n,
  });
  return builder.finish(elf.header, planned, header.piece);
}

/** The byte behind everything that a loader may read: segments, and allocated sections for those that have none. */
export function endOfLoaded(elf: ElfFile): number {
  const { phoff, phnum } = elf.header;
  let end = phoff + phnum * (elf.header.class === 64 ? 56 : 32);
  for (const segment of elf.segments)
    if (segment.type !== PT.NULL) end = Math.max(end, segment.offset + segment.fileSize);
  // A NOBITS section's offset is nominal: it may lie far behind the last loaded byte.
  for (const section of elf.sections)
    if (isAllocated(section) && fileSizeOf(section) > 0)
      end = Math.max(end, section.offset + fileSizeOf(section));
  return Math.min(end, elf.source.size);
}

/** Symbol table, its strings and its extended indices. */
export function isSymbolSection(elf: ElfFile, section: Section): boolean {
  if (isAllocated(section)) return false;
  if (section.type === SHT.SYMTAB || section.type === SHT.SYMTAB_SHNDX) return true;
  if (section.type !== SHT.STRTAB) return false;
  return elf.sections.some((table) => table.type === SHT.SYMTAB && table.link === section.index);
}

function isKept(elf: ElfFile, section: Section, strip: StripMode): boolean {
  if (isAllocated(section)) return true;
  if (section.index === elf.header.shstrndx && !isSymbolSection(elf, section)) return false;
  if (section.name === '.gnu_debuglink') return false;
  if (strip === 'none') return true;
  if (isDebugSection(section) || isRelocationOfDebug(elf, section)) return false;
  return strip === 'dwarf' || !isSymbolSection(elf, section);
}

function isRelocationOfDebug(elf: ElfFile, section: Section): boolean {
  if (section.type !== SHT.RELA && section.type !== SHT.REL) return false;
  const target = elf.sections[section.info];
  return target !== undefined && isDebugSection(target);
}

function moved(elf: ElfFile, section: Section, at: number, newIndex: ReadonlyMap<number, number>): Piece {
  const length = fileSizeOf(section);
  const what = section.name;
  if (isRenumbered(elf, section, newIndex))
    return { kind: 'symbols', at, source: elf, section, length, what, newIndex };
  return { kind: 'copy', at, source: elf, from: section.offset, length, what };
}

/** True for a symbol table when a section that a symbol may name moves or goes. None names the section names. */
function isRenumbered(elf: ElfFile, section: Section, newIndex: ReadonlyMap<number, number>): boolean {
  if (isAllocated(section) || indexFieldOf(elf, section) === undefined) return false;
  return elf.sections.some(({ index }) => index !== elf.header.shstrndx && newIndex.get(index) !== index);
}
