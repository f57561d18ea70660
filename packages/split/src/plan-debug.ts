import {
  EHDR,
  EI_NIDENT,
  type ElfFile,
  encode,
  isAllocated,
  offsetOfField,
  PHDR,
  PT,
  type Section,
  SHT,
  sizeOfLayout,
} from '@gosymbols/elf';
import { headerBytes, headerSize } from './elf-header.ts';
import type { FilePlan, Piece, PlannedSection } from './file-plan.ts';
import { placeUnloaded } from './place-unloaded.ts';
import { PlanBuilder } from './plan-builder.ts';
import type { Recompressed } from './recompress.ts';
import { renumber } from './renumber.ts';
import type { SplitRequest } from './request.ts';

/** Notes up to this offset keep their place, so that the PT_NOTE segment still finds them. */
const NOTES_BELOW = 64 * 1024;

/**
 * The debug file: every section header of the original, loaded sections without content (NOBITS) but for notes, and
 * everything that is not loaded with its content.
 */
export function planDebug(
  elf: ElfFile,
  request: SplitRequest,
  recompressed: ReadonlyMap<number, Recompressed>,
): FilePlan {
  const builder = new PlanBuilder();
  const programs = programHeaders(elf);
  if (programs.length > 0)
    builder.place({ kind: 'bytes', at: headerSize(elf), bytes: programs, what: 'program headers' });
  else
    builder.place({
      kind: 'bytes',
      at: headerSize(elf),
      bytes: new Uint8Array(0),
      what: 'no program headers',
    });
  const sections = elf.sections
    .slice(1)
    .filter((section) => section.index !== elf.header.shstrndx && section.name !== '.gnu_debuglink');
  const newIndex = new Map([
    [0, 0],
    ...sections.map((section, index): [number, number] => [section.index, index + 1]),
  ]);
  const placed = new Map<number, PlannedSection>();
  for (const section of notesInPlace(elf, sections)) {
    if (section.offset < builder.end) continue;
    for (const piece of notePieces(section, request)) builder.place(piece);
    placed.set(section.index, section);
  }
  for (const section of sections) {
    if (!placed.has(section.index))
      placed.set(section.index, place(elf, section, request, recompressed, builder, newIndex));
  }
  const planned = sections.map(
    (section): PlannedSection => renumber(placed.get(section.index) ?? section, newIndex),
  );
  return builder.finish(elf.header, planned, (table) => ({
    kind: 'bytes',
    at: 0,
    bytes: withProgramOffset(elf, headerBytes(elf, table)),
    what: 'ELF header',
  }));
}

function place(
  elf: ElfFile,
  section: Section,
  request: SplitRequest,
  recompressed: ReadonlyMap<number, Recompressed>,
  builder: PlanBuilder,
  newIndex: ReadonlyMap<number, number>,
): PlannedSection {
  if (section.type === SHT.NOTE) {
    const offset = builder.append(section.align, (at) => ({
      kind: 'bytes',
      at,
      bytes: noteBytes(elf, section, request),
      what: section.name,
    }));
    return { ...section, offset };
  }
  if (isAllocated(section) || section.type === SHT.NOBITS)
    return { ...section, type: SHT.NOBITS, offset: builder.end };
  return placeUnloaded({ elf, compress: request.compress, recompressed, newIndex }, section, builder);
}

function notesInPlace(elf: ElfFile, sections: readonly Section[]): Section[] {
  return sections
    .filter(
      (section) =>
        section.type === SHT.NOTE && isAllocated(section) && section.offset + section.size <= NOTES_BELOW,
    )
    .filter(
      (section) =>
        section.offset >= headerSize(elf) + elf.header.phnum * sizeOfLayout(PHDR[elf.header.class]),
    )
    .sort((a, b) => a.offset - b.offset);
}

function notePieces(section: Section, { repair }: SplitRequest): Piece[] {
  const from = section.offset;
  const end = from + section.size;
  const copy = (start: number, stop: number): Piece => ({
    kind: 'copy',
    at: start,
    from: start,
    length: stop - start,
    what: section.name,
  });
  if (repair === undefined || repair.descriptorOffset < from || repair.descriptorOffset >= end)
    return [copy(from, end)];
  const behind = repair.descriptorOffset + repair.descriptor.length;
  return [
    copy(from, repair.descriptorOffset),
    { kind: 'bytes', at: repair.descriptorOffset, bytes: repair.descriptor, what: 'build ID' },
    copy(behind, end),
  ];
}

function noteBytes(elf: ElfFile, section: Section, { repair }: SplitRequest): Uint8Array {
  const bytes = elf.source.read(section.offset, section.size);
  const inside = repair === undefined ? -1 : repair.descriptorOffset - section.offset;
  if (repair !== undefined && inside >= 0 && inside < bytes.length) bytes.set(repair.descriptor, inside);
  return bytes;
}

/**
 * Segments whose bytes are not in this file have no file size. What is in its old place keeps its own: the program
 * headers, notes, and the head of the PT_LOAD that spans both, as binutils leaves them.
 */
function programHeaders(elf: ElfFile): Uint8Array {
  const layout = PHDR[elf.header.class];
  const step = sizeOfLayout(layout);
  const table = elf.header.phnum * step;
  const bytes = table === 0 ? new Uint8Array(0) : elf.source.read(elf.header.phoff, table);
  const notes = notesInPlace(elf, elf.sections);
  const inPlaceEnd = Math.max(headerSize(elf) + table, ...notes.map((note) => note.offset + note.size));
  const field = layout.filter(([name]) => name === 'filesz');
  for (const [index, segment] of elf.segments.entries()) {
    const end = segment.offset + segment.fileSize;
    if (segment.type === PT.PHDR && elf.header.phoff === headerSize(elf)) continue;
    if (segment.type === PT.NOTE && notes.some((note) => note.offset <= segment.offset) && end <= inPlaceEnd)
      continue;
    const left = segment.type === PT.LOAD ? Math.max(0, Math.min(end, inPlaceEnd) - segment.offset) : 0;
    bytes.set(
      encode(field, { filesz: BigInt(left) }, elf.header.order),
      index * step + offsetOfField(layout, 'filesz'),
    );
  }
  return bytes;
}

function withProgramOffset(elf: ElfFile, header: Uint8Array): Uint8Array {
  const layout = EHDR[elf.header.class];
  const field = layout.filter(([name]) => name === 'phoff');
  const offset = elf.header.phnum === 0 ? 0n : BigInt(headerSize(elf));
  header.set(encode(field, { phoff: offset }, elf.header.order), EI_NIDENT + offsetOfField(layout, 'phoff'));
  return header;
}
