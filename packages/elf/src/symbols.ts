import { Cursor } from '@gosymbols/bytes';
import { SHT } from './constants.ts';
import { type ElfFile, fileSizeOf, storedBytes } from './elf-file.ts';

export interface SymbolTable {
  /** Entries, the null symbol included (as `readelf -s` counts them). */
  readonly symbols: number;
  /** Addresses of defined STT_FUNC and STT_GNU_IFUNC symbols, ascending; exact up to 2^53. */
  readonly functions: Float64Array;
}

const STT_FUNC = 2;
const STT_GNU_IFUNC = 10;
const STEP = 4096;

/** Reads `.symtab` (gABI, Symbol Table). Undefined when there is none. */
export function readSymbols(elf: ElfFile): SymbolTable | undefined {
  const section = elf.sections.find((candidate) => candidate.type === SHT.SYMTAB);
  if (section === undefined || fileSizeOf(section) === 0) return undefined;
  const wide = elf.header.class === 64;
  const size = wide ? 24 : 16;
  const bytes = storedBytes(elf, section);
  const count = Math.floor(bytes.size / size);
  const functions: number[] = [];
  for (let start = 0; start < count; start += STEP) {
    const length = Math.min(STEP, count - start);
    const cursor = new Cursor(
      bytes.read(start * size, length * size),
      elf.header.order,
      section.name,
      start * size,
    );
    for (let index = 0; index < length; index += 1) {
      cursor.skip(4);
      const narrow = wide ? 0 : cursor.u32();
      if (!wide) cursor.skip(4);
      const info = cursor.u8() & 0xf;
      cursor.skip(1);
      const shndx = cursor.u16();
      const value = wide ? cursor.double64() : narrow;
      if (wide) cursor.skip(8);
      if (shndx !== 0 && (info === STT_FUNC || info === STT_GNU_IFUNC)) functions.push(value);
    }
  }
  return { symbols: count, functions: Float64Array.from(functions).sort() };
}
