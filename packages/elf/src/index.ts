export { type CompressionKind, type StoredContent, storedContent } from './compression.ts';
export * from './constants.ts';
export { chunksOf, contentChunks } from './decompress.ts';
export {
  type ElfFile,
  fileSizeOf,
  findSection,
  isAllocated,
  offsetOfAddress,
  readElf,
  type Section,
  type Segment,
  sectionAt,
  storedBytes,
} from './elf-file.ts';
export { type ElfHeader, isElf, readHeader } from './header.ts';
export {
  CHDR,
  decode,
  EHDR,
  EI_NIDENT,
  type ElfClass,
  encode,
  type Layout,
  offsetOfField,
  PHDR,
  SHDR,
  sizeOfLayout,
} from './layout.ts';
export { type Note, readNotes } from './notes.ts';
export { OpenedContents } from './open-content.ts';
export {
  eachSymbol,
  readSymbols,
  STT,
  type SymbolEntry,
  type SymbolTable,
  symbolSection,
} from './symbols.ts';
