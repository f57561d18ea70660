import { type ByteOrder, type ByteSource, Cursor, FileSource, FormatError } from '@gosymbols/bytes';
import {
  decode,
  type ElfFile,
  isElf,
  type Note,
  NT_GNU_BUILD_ID,
  PHDR,
  PT,
  readElf,
  readHeader,
  sizeOfLayout,
} from '@gosymbols/elf';
import { buildIdsOf, constantIdReason } from '@gosymbols/gobinary';
import { type Mapping, readCoreNotes } from './core-notes.ts';
import { memoryAt } from './process-memory.ts';

/** A program or library that was in memory when the core was written. */
export interface CoreModule {
  /** Path on the machine that crashed. */
  readonly path: string;
  readonly gnu: string | undefined;
  readonly go: string | undefined;
  /** Why the IDs cannot tell this build from another. */
  readonly constant: string | undefined;
  /** The program itself, not a library. */
  readonly isMain: boolean;
}

const ET_CORE = 4;
const MAX_NOTE_SEGMENT = 64 * 1024;

/**
 * The modules of a core file with their build IDs, read from the memory in it, as `eu-unstrip -n --core` does: the
 * files need not be at hand.
 * @throws FormatError `NOT_A_CORE`, `CORE_MEMORY` where the main program's headers were not dumped
 */
export function readCoreModules(path: string): readonly CoreModule[] {
  using source = FileSource.open(path);
  const core = readElf(source);
  if (core.header.type !== ET_CORE) {
    throw new FormatError('is an ELF file, but not a core', {
      code: 'NOT_A_CORE',
      kind: 'request',
      file: path,
      next: 'Name the core file; a binary goes into --binary.',
    });
  }
  const { mappings, programHeaders } = readCoreNotes(core);
  if (mappings.length === 0) {
    throw new FormatError('the core does not say which files were mapped (no NT_FILE note)', {
      code: 'CORE_MAPPINGS',
      file: path,
      next: 'Name the binary instead: --binary FILE.',
    });
  }
  const byPath = Map.groupBy(mappings, (mapping) => mapping.path);
  const main = mappings.find(
    ({ start, end }) => programHeaders !== undefined && programHeaders >= start && programHeaders < end,
  );
  const mainPath = main?.path ?? mappings[0]?.path;
  return [...byPath].flatMap(([file, ranges]) => moduleOf(core, file, ranges, file === mainPath) ?? []);
}

/** Undefined for data files, and for libraries whose headers were not dumped. */
function moduleOf(
  core: ElfFile,
  path: string,
  ranges: readonly Mapping[],
  isMain: boolean,
): CoreModule | undefined {
  const first = ranges.find(({ fileOffset }) => fileOffset === 0n);
  try {
    if (first === undefined) throw missing(core, path);
    const memory = memoryAt(core, first.start, path);
    if (!isMain && !isElf(memory)) return undefined;
    const ids = buildIdsOf(notesInMemory(memory));
    return { path, gnu: ids.gnu?.hex, go: ids.go, constant: constantIdReason(ids), isMain };
  } catch (error) {
    if (isMain || !(error instanceof FormatError)) throw error;
    return undefined;
  }
}

/** Notes by the program headers: section headers are not loaded. */
function notesInMemory(memory: ByteSource): Note[] {
  const header = readHeader(memory);
  const layout = PHDR[header.class];
  const bytes = memory.read(header.phoff, header.phnum * sizeOfLayout(layout));
  const cursor = new Cursor(bytes, header.order, 'program header table', header.phoff);
  const rows = Array.from({ length: header.phnum }, () => decode(layout, cursor));
  const loads = rows.filter(({ type }) => type === BigInt(PT.LOAD));
  const bias = (loads.find(({ offset }) => offset === 0n) ?? loads[0])?.['vaddr'] ?? 0n;
  return rows
    .filter(({ type, filesz = 0n }) => type === BigInt(PT.NOTE) && filesz <= MAX_NOTE_SEGMENT)
    .flatMap(({ vaddr = 0n, filesz = 0n, align = 4n }) => {
      const at = Number(vaddr - bias);
      const behind = at + Number(filesz);
      return [
        ...notesIn(
          new Cursor(memory.read(at, Number(filesz)), header.order, 'PT_NOTE', at),
          align === 8n ? 8 : 4,
        ),
        ...gnuNoteAt(memory, behind, header.order),
      ];
    });
}

/**
 * Go's own linker puts the GNU note right behind the Go note, but lets PT_NOTE end between the two (seen with Go 1.26;
 * gdb and elfutils find no build ID in a core of such a program).
 */
function gnuNoteAt(memory: ByteSource, at: number, order: ByteOrder): Note[] {
  try {
    const cursor = new Cursor(memory.read(at, 16), order, 'behind PT_NOTE', at);
    const [nameSize, size, type] = [cursor.u32(), cursor.u32(), cursor.u32()];
    const owner = Buffer.from(cursor.take(4)).toString('latin1');
    if (nameSize !== 4 || owner !== 'GNU\0' || type !== NT_GNU_BUILD_ID || size === 0 || size > 64) return [];
    const descriptor = memory.read(at + 16, size);
    return [{ owner: 'GNU', type, descriptor, section: 'behind PT_NOTE', descriptorOffset: at + 16 }];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function notesIn(cursor: Cursor, align: number): Note[] {
  const notes: Note[] = [];
  const skipTo = (at: number): void => {
    cursor.at = Math.min(Math.ceil(at / align) * align, cursor.bytes.length);
  };
  while (cursor.left >= 12) {
    const [nameSize, size, type] = [cursor.u32(), cursor.u32(), cursor.u32()];
    const owner = Buffer.from(cursor.take(nameSize)).toString('latin1').replace(/\0+$/, '');
    skipTo(cursor.at);
    const descriptorOffset = cursor.at;
    notes.push({ owner, type, descriptor: cursor.take(size), section: 'PT_NOTE', descriptorOffset });
    skipTo(cursor.at);
  }
  return notes;
}

function missing(core: ElfFile, path: string): FormatError {
  return new FormatError(`the core does not say where ${path} begins in memory`, {
    code: 'CORE_MEMORY',
    file: core.source.name,
    next: 'Name the binary instead: --binary FILE.',
  });
}
