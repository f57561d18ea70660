import { Cursor } from '@gosymbols/bytes';
import { SHT } from './constants.ts';
import { type ElfFile, fileSizeOf, type Section, storedBytes } from './elf-file.ts';

export interface SymbolTable {
  /** Entries, the null symbol included (as `readelf -s` counts them). */
  readonly symbols: number;
  /** Addresses of defined STT_FUNC and STT_GNU_IFUNC symbols, ascending; exact up to 2^53. */
  readonly functions: Float64Array;
}

/** One entry of `.symtab`. Addresses and sizes are exact up to 2^53. */
export interface SymbolEntry {
  /** Offset of its name in the string table. */
  readonly name: number;
  /** STT number. */
  readonly type: number;
  /** Index of its section; 0 where it is not defined here, 0xff00 and more for special ones. */
  readonly section: number;
  readonly address: number;
  readonly size: number;
}

export const STT = { NOTYPE: 0, OBJECT: 1, FUNC: 2, SECTION: 3, FILE: 4, TLS: 6, GNU_IFUNC: 10 } as const;
const STEP = 4096;

/** Reads `.symtab` (gABI, Symbol Table). Undefined when there is none. */
export function readSymbols(elf: ElfFile): SymbolTable | undefined {
  const section = symbolSection(elf);
  if (section === undefined) return undefined;
  const functions: number[] = [];
  let symbols = 0;
  eachSymbol(elf, section, (entry) => {
    symbols += 1;
    if (entry.section !== 0 && (entry.type === STT.FUNC || entry.type === STT.GNU_IFUNC))
      functions.push(entry.address);
  });
  return { symbols, functions: Float64Array.from(functions).sort() };
}

/** The symbol table that is not loaded, if it has content. */
export function symbolSection(elf: ElfFile): Section | undefined {
  const section = elf.sections.find((candidate) => candidate.type === SHT.SYMTAB);
  return section === undefined || fileSizeOf(section) === 0 ? undefined : section;
}

/** Calls `visit` for each entry in file order. The object is the same each time: take what is needed of it. */
export function eachSymbol(elf: ElfFile, section: Section, visit: (entry: SymbolEntry) => void): void {
  const wide = elf.header.class === 64;
  const size = wide ? 24 : 16;
  const bytes = storedBytes(elf, section);
  const count = Math.floor(bytes.size / size);
  const entry = { name: 0, type: 0, section: 0, address: 0, size: 0 };
  for (let start = 0; start < count; start += STEP) {
    const length = Math.min(STEP, count - start);
    const cursor = new Cursor(
      bytes.read(start * size, length * size),
      elf.header.order,
      section.name,
      start * size,
    );
    for (let index = 0; index < length; index += 1) {
      entry.name = cursor.u32();
      if (!wide) {
        entry.address = cursor.u32();
        entry.size = cursor.u32();
      }
      entry.type = cursor.u8() & 0xf;
      cursor.skip(1);
      entry.section = cursor.u16();
      if (wide) {
        entry.address = cursor.double64();
        entry.size = cursor.double64();
      }
      visit(entry);
    }
  }
}
