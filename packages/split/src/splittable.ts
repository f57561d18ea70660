import { FormatError } from '@gosymbols/bytes';
import {
  type ElfFile,
  ET,
  fileSizeOf,
  isAllocated,
  PT,
  type Section,
  type Segment,
  SHF,
  SHT,
} from '@gosymbols/elf';
import { headerSize } from './elf-header.ts';

/** @throws FormatError when there is nothing that could be split, or a section lies outside the file */
export function assertSplittable(elf: ElfFile): void {
  const type = ET[elf.header.type] ?? `0x${elf.header.type.toString(16)}`;
  if (type !== 'exec' && type !== 'dyn') {
    throw new FormatError(`is an ELF file of type ${type}, a linked program or shared library is needed`, {
      code: 'ELF_TYPE',
      kind: 'request',
      file: elf.source.name,
      value: elf.header.type,
      next: 'Name the binary that the linker wrote.',
    });
  }
  if (elf.sections.length <= 1) {
    throw new FormatError('has no section headers: it was packed or stripped of them', {
      code: 'ELF_NO_SECTIONS',
      kind: 'request',
      file: elf.source.name,
      next: 'Split the binary before it is packed.',
    });
  }
  refuseDebugFile(elf);
  assertSectionsInside(elf);
  for (const segment of elf.segments) assertLoadable(elf, segment);
}

/** Splitting the debug file itself would leave nothing in it. */
function refuseDebugFile(elf: ElfFile): void {
  const code = elf.sections.filter(
    (section) => isAllocated(section) && (section.flags & SHF.EXECINSTR) !== 0n,
  );
  if (code.length > 0 && code.every((section) => section.type === SHT.NOBITS)) {
    throw new FormatError('is a debug file: its code has no content', {
      code: 'ELF_DEBUG_FILE',
      kind: 'request',
      file: elf.source.name,
      next: 'Name the binary that it belongs to.',
    });
  }
}

/** @throws FormatError when a section lies outside the file */
export function assertSectionsInside(elf: ElfFile): void {
  const { phoff, phnum } = elf.header;
  if (phnum > 0 && phoff < headerSize(elf)) {
    throw new FormatError(`e_phoff is ${phoff}, inside the ELF header`, {
      code: 'ELF_HEADER',
      file: elf.source.name,
      section: 'ELF header',
      value: phoff,
    });
  }
  for (const section of elf.sections) assertInside(elf, section);
}

function assertInside(elf: ElfFile, section: Section): void {
  if (section.type === SHT.NOBITS || section.offset + fileSizeOf(section) <= elf.source.size) return;
  throw new FormatError(
    `${section.name} ends at ${section.offset + section.size}, but the file ends at ${elf.source.size}`,
    {
      code: 'ELF_TRUNCATED',
      file: elf.source.name,
      section: section.name,
      offset: section.offset,
      value: section.size,
      next: 'The file is cut short or damaged; build or fetch it again.',
    },
  );
}

function assertLoadable(elf: ElfFile, segment: Segment): void {
  const { offset, fileSize, vaddr, align } = segment;
  if (offset + fileSize > elf.source.size && fileSize > 0) {
    throw new FormatError(`a segment ends at ${offset + fileSize}, but the file ends at ${elf.source.size}`, {
      code: 'ELF_TRUNCATED',
      file: elf.source.name,
      section: 'program header table',
      offset,
      value: fileSize,
      next: 'The file is cut short or damaged; build or fetch it again.',
    });
  }
  // gABI, Program Header: `p_vaddr` equals `p_offset`, modulo `p_align`.
  if (segment.type !== PT.LOAD || align <= 1n || BigInt(offset) % align === vaddr % align) return;
  throw new FormatError(
    `a segment of alignment ${align} has offset ${offset} and address 0x${vaddr.toString(16)}: no loader can map it`,
    {
      code: 'ELF_SEGMENT',
      file: elf.source.name,
      section: 'program header table',
      offset,
      value: align,
      next: 'The file is damaged; build or fetch it again.',
    },
  );
}
