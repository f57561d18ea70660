import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, type Section, SHN_LORESERVE, SHT, storedBytes } from '@gosymbols/elf';

/** A symbol of a section that is not in the new file keeps its value and belongs to none (gABI, `SHN_ABS`). */
export const SHN_ABS = 0xfff1;

/** Where a table keeps section indices: width and place of the field in each entry, in bytes. */
export interface IndexField {
  readonly step: number;
  readonly at: number;
  readonly width: 2 | 4;
}

const AT_ONCE = 8192;

/**
 * `st_shndx` stands at byte 6 of a 64-bit symbol and at byte 14 of a 32-bit one (gABI, figure 4-15). What does not fit
 * there stands in SHT_SYMTAB_SHNDX, a word for each symbol, 0 for those that do.
 */
export function indexFieldOf(elf: ElfFile, section: Section): IndexField | undefined {
  if (section.type === SHT.SYMTAB_SHNDX) return { step: 4, at: 0, width: 4 };
  if (section.type !== SHT.SYMTAB) return undefined;
  return elf.header.class === 64 ? { step: 24, at: 6, width: 2 } : { step: 16, at: 14, width: 2 };
}

/** The index that a symbol has in a file whose sections are numbered anew; reserved ones say no section and stay. */
export function renumbered(
  index: number,
  field: IndexField,
  newIndex: (index: number) => number | undefined,
): number {
  if (index === 0 || (field.width === 2 && index >= SHN_LORESERVE)) return index;
  return newIndex(index) ?? (field.width === 2 ? SHN_ABS : 0);
}

/** A symbol table's bytes, or those of its extended indices, with the section indices of the new file. */
export function* renumberedSymbols(
  elf: ElfFile,
  section: Section,
  newIndex: ReadonlyMap<number, number>,
): Generator<Uint8Array> {
  const field = indexFieldOf(elf, section);
  if (field === undefined) throw new Error(`${section.name} has no section indices`);
  const { step, at, width } = field;
  const source = storedBytes(elf, section);
  const little = elf.header.order === 'little';
  for (let start = 0; start < source.size; start += step * AT_ONCE) {
    const bytes = source.read(start, Math.min(step * AT_ONCE, source.size - start));
    const view = new DataView(bytes.buffer);
    const cursor = new Cursor(bytes, elf.header.order, section.name, start);
    for (let entry = 0; entry + step <= bytes.length; entry += step) {
      cursor.at = entry + at;
      const index = width === 2 ? cursor.u16() : cursor.u32();
      const value = renumbered(index, field, (old) => newIndex.get(old));
      if (width === 2) view.setUint16(entry + at, value, little);
      else view.setUint32(entry + at, value, little);
    }
    yield bytes;
  }
}
