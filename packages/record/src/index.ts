export type { PackageSizes } from '@gosymbols/size';
export { type ImageRecord, MAX_CREATED_BY } from './image-record.ts';
export { IndexError } from './index-error.ts';
export { type IndexAt, mergeIndexes } from './merge-indexes.ts';
export { moveRecord } from './move-record.ts';
export { newIndex } from './new-index.ts';
export { parseForeignIndex, readForeignIndex } from './parse-foreign-index.ts';
export { parseIndex, readIndex, resolveBeside, spellBeside } from './read-index.ts';
export type {
  BaselineRecord,
  BaselineSource,
  BinaryRecord,
  HistoryPoint,
  JudgedRecord,
  Judgement,
  Producer,
  Release,
  SplitRecord,
  SymbolIndex,
} from './symbol-index.ts';
export { uniqueNames } from './unique-names.ts';
export { VERSION } from './version.ts';
export { writeIndex } from './write-index.ts';
