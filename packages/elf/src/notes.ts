import { Cursor, FormatError } from '@gosymbols/bytes';
import { SHT } from './constants.ts';
import { type ElfFile, type Section, storedBytes } from './elf-file.ts';

export interface Note {
  readonly owner: string;
  readonly type: number;
  readonly descriptor: Uint8Array;
  readonly section: string;
  /** File offset of the descriptor's first byte. */
  readonly descriptorOffset: number;
}

/** Larger note sections are not read: real ones have a few hundred bytes. */
const MAX_NOTES = 1024 * 1024;

/** All notes of all note sections, in file order (gABI, Note Section; alignment 4, or 8 where `sh_addralign` says so). */
export function readNotes(elf: ElfFile): Note[] {
  return elf.sections
    .filter((section) => section.type === SHT.NOTE)
    .flatMap((section) => notesOf(elf, section));
}

function notesOf(elf: ElfFile, section: Section): Note[] {
  if (section.size > MAX_NOTES) {
    throw new FormatError(`a note section of ${section.size} bytes`, {
      code: 'NOTE_SIZE',
      file: elf.source.name,
      section: section.name,
      value: section.size,
    });
  }
  const cursor = new Cursor(storedBytes(elf, section).read(0, section.size), elf.header.order, section.name);
  const align = section.align === 8n ? 8 : 4;
  const notes: Note[] = [];
  while (cursor.left >= 12) {
    const start = cursor.at;
    const nameSize = cursor.u32();
    const descriptorSize = cursor.u32();
    const type = cursor.u32();
    const name = cursor.take(nameSize);
    cursor.at = Math.min(start + roundUp(12 + nameSize, align), cursor.bytes.length);
    const descriptorOffset = section.offset + cursor.at;
    const descriptor = new Uint8Array(cursor.take(descriptorSize));
    cursor.at = Math.min(roundUp(cursor.at, align), cursor.bytes.length);
    notes.push({ owner: latin(name), type, descriptor, section: section.name, descriptorOffset });
  }
  return notes;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replace(/\0+$/, '');
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
