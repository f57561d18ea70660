import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, PT } from '@gosymbols/elf';

/** Linux's fs/binfmt_elf.c: notes of owner CORE. */
const NT_AUXV = 6;
const NT_FILE = 0x46494c45;
/** getauxval(3): where the program headers of the main program are in memory. */
const AT_PHDR = 3n;

/** Larger notes are left alone: 100,000 mappings take about 15 MB. */
const MAX_NOTE_BYTES = 64 * 1024 * 1024;
const MAX_NAME_BYTES = 64;

/** One range of memory that was mapped from a file. */
export interface Mapping {
  readonly start: bigint;
  /** Behind its last byte. */
  readonly end: bigint;
  /** Bytes from the file's start. */
  readonly fileOffset: bigint;
  readonly path: string;
}

export interface CoreNotes {
  readonly mappings: readonly Mapping[];
  /** Address of the main program's headers; undefined where the kernel wrote no auxiliary vector. */
  readonly programHeaders: bigint | undefined;
}

/** The notes of a core file. Those of threads are passed over without being read. */
export function readCoreNotes(core: ElfFile): CoreNotes {
  let mappings: readonly Mapping[] = [];
  let programHeaders: bigint | undefined;
  for (const { type, descriptor } of coreNotes(core)) {
    if (type === NT_FILE) mappings = mappingsOf(descriptor(), core);
    if (type === NT_AUXV) programHeaders = programHeadersOf(descriptor(), core);
  }
  return { mappings, programHeaders };
}

function* coreNotes(
  core: ElfFile,
): Generator<{ readonly type: number; descriptor(): Uint8Array }, void, undefined> {
  for (const segment of core.segments) {
    if (segment.type !== PT.NOTE) continue;
    const end = Math.min(segment.offset + segment.fileSize, core.source.size);
    for (let at = segment.offset; at + 12 <= end; ) {
      const cursor = new Cursor(core.source.read(at, 12), core.header.order, 'PT_NOTE', at);
      const [nameSize, size, type] = [cursor.u32(), cursor.u32(), cursor.u32()];
      const start = at + 12 + roundUp(nameSize);
      // A core that was cut short may end within a note: what came before is good.
      if (start + size > end) return;
      const isCore =
        nameSize > 0 &&
        nameSize <= MAX_NAME_BYTES &&
        Buffer.from(core.source.read(at + 12, nameSize))
          .toString('latin1')
          .replace(/\0+$/, '') === 'CORE';
      if (isCore && size <= MAX_NOTE_BYTES) yield { type, descriptor: () => core.source.read(start, size) };
      at = start + roundUp(size);
    }
  }
}

/** Words: a count, the unit of offsets, then start, end and offset of each; the paths follow, each ended by NUL. */
function mappingsOf(descriptor: Uint8Array, core: ElfFile): readonly Mapping[] {
  const cursor = new Cursor(descriptor, core.header.order, 'NT_FILE');
  const word = wordsOf(cursor, core);
  const [count, unit] = [word(), word()];
  const ranges: { start: bigint; end: bigint; fileOffset: bigint }[] = [];
  for (let index = 0n; index < count; index++) {
    ranges.push({ start: word(), end: word(), fileOffset: word() * unit });
  }
  return ranges.map((range) => ({ ...range, path: cursor.text() }));
}

function programHeadersOf(descriptor: Uint8Array, core: ElfFile): bigint | undefined {
  const cursor = new Cursor(descriptor, core.header.order, 'NT_AUXV');
  const word = wordsOf(cursor, core);
  while (cursor.left >= 2 * (core.header.class / 8)) {
    const [key, value] = [word(), word()];
    if (key === AT_PHDR) return value;
  }
  return undefined;
}

function wordsOf(cursor: Cursor, core: ElfFile): () => bigint {
  return core.header.class === 64 ? () => cursor.u64() : () => BigInt(cursor.u32());
}

function roundUp(size: number): number {
  return Math.ceil(size / 4) * 4;
}
