import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileSource } from '@gosymbols/bytes';
import {
  contentChunks,
  type ElfFile,
  findSection,
  readElf,
  type Section,
  SHT,
  storedContent,
} from '@gosymbols/elf';
import { type Host, makeFolder, RequestError } from '@gosymbols/host';
import type { RangedFile } from '@gosymbols/symbols';
import type { Located } from '../locate.ts';
import { MissingRange, SparseSource } from './sparse-source.ts';

export interface FetchedSection {
  readonly name: string;
  readonly buildId: string;
  readonly section: string;
  readonly path: string;
  readonly bytes: number;
  /** Only the frames that hold the section were transferred. */
  readonly ranged: boolean;
}

const PIECE = 4 * 1024 * 1024;
/** Header, section headers, their names; one more for extended numbering. */
const MAX_LOOKS = 8;
/** Becomes a file name. */
const SECTION_NAME = /^[\w.][\w.$-]{0,127}$/;

/** @throws RequestError `INPUT_VALUE` */
export function assertSectionNames(names: readonly string[]): void {
  const wrong = names.find((name) => !SECTION_NAME.test(name) || /^\.{1,2}$/.test(name));
  if (wrong === undefined) return;
  throw new RequestError(`input \`section\` is \`${wrong}\``, {
    code: 'INPUT_VALUE',
    next: 'Write names of sections, e.g. `.debug_line`.',
  });
}

/**
 * Single sections of one debug file, decompressed, as `<out-dir>/sections/<build ID>/<section>`: by range requests where
 * the store and the layer allow them, out of the whole layer where they do not.
 */
export async function fetchSections(
  { wanted, store, found }: Located,
  names: readonly string[],
  outDir: string,
  host: Host,
): Promise<readonly FetchedSection[]> {
  const place = (section: string): string => join(outDir, 'sections', found.key, section);
  const result = (section: string, bytes: number, ranged: boolean): FetchedSection => {
    return { name: wanted.name, buildId: found.key, section, path: place(section), bytes, ranged };
  };
  const file = await store.openRanged(found);
  const elf = file && (await tablesOf(file, found.key));
  const sections = elf && names.map((name) => sectionOf(elf, name, wanted.name));
  // A compressed section is unpacked from a file: that is the rare case, `split` leaves them uncompressed.
  const isPlain = sections?.every((section) => (section.flags & SHF_COMPRESSED) === 0n) ?? false;
  if (file !== undefined && sections !== undefined && isPlain) {
    const fetched: FetchedSection[] = [];
    for (const { name, offset, size } of sections) {
      host.signal.throwIfAborted();
      fetched.push(result(name, await written(place(name), rangesOf(file, offset, size)), true));
    }
    return fetched;
  }
  const whole = join(host.tempDir, `sections-${randomBytes(8).toString('hex')}.debug`);
  try {
    await store.get(found, whole);
    using source = FileSource.open(whole);
    const read = readElf(source);
    const fetched: FetchedSection[] = [];
    for (const name of names) {
      const content = storedContent(read, sectionOf(read, name, wanted.name));
      fetched.push(
        result(name, await written(place(name), contentChunks(content, name, host.signal)), false),
      );
    }
    return fetched;
  } finally {
    await rm(whole, { force: true });
  }
}

/** gABI, "Section Attribute Flags". */
const SHF_COMPRESSED = 0x800n;

/** Header and tables: the reader says what it misses, and is asked again when it is here. */
async function tablesOf(file: RangedFile, name: string): Promise<ElfFile> {
  const source = new SparseSource(name, file.size);
  for (let look = 0; ; look++) {
    try {
      return readElf(source);
    } catch (error) {
      if (!(error instanceof MissingRange) || look === MAX_LOOKS) throw error;
      source.hold(error.offset, await file.read(error.offset, error.length));
    }
  }
}

function sectionOf(elf: ElfFile, name: string, binary: string): Section {
  const section = findSection(elf, name);
  if (section !== undefined && section.type !== SHT.NOBITS) return section;
  const there = elf.sections
    .filter(({ type }) => type !== SHT.NOBITS && type !== SHT.NULL)
    .map((one) => one.name);
  throw new RequestError(`the debug file of ${binary} has no section ${name}`, {
    code: 'SECTION_MISSING',
    next: `It has ${there.join(', ')}.`,
  });
}

async function* rangesOf(file: RangedFile, offset: number, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; at += PIECE) yield await file.read(offset + at, Math.min(PIECE, size - at));
}

async function written(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  await makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  let bytes = 0;
  let handle: FileHandle | undefined;
  try {
    handle = await open(draft, 'wx');
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
    }
    await handle.close();
    await rename(draft, path);
    return bytes;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}
