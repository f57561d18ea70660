export { type ByteSource, checkRange, FileSource, MAX_READ, MemorySource, SubSource } from './byte-source.ts';
export { type ByteOrder, Cursor } from './cursor.ts';
export { FormatError, type FormatErrorDetails, type FormatErrorKind } from './fault.ts';
export { toHex } from './hex.ts';
export { PagedSource } from './paged-source.ts';
