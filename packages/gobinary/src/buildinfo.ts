import { type ByteOrder, Cursor } from '@gosymbols/bytes';
import { type ElfFile, fileSizeOf, findSection, isAllocated, type Section, SHF } from '@gosymbols/elf';
import { bytesAt } from './address-reader.ts';
import { type ModuleInfo, parseModuleInfo } from './module-info.ts';

export interface BuildInfo extends ModuleInfo {
  /** As `go version` prints it. */
  readonly goVersion: string;
}

/** First bytes of the blob (Go's debug/buildinfo). */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGN = 16;
const FLAG_BIG_ENDIAN = 1;
const FLAG_INLINE = 2;
/** Longer module lists are cut off: the largest known have a few hundred kilobytes. */
const MAX_TEXT = 16 * 1024 * 1024;

/** What `go version -m` reads. Undefined where there is no build information. */
export function readBuildInfo(elf: ElfFile): BuildInfo | undefined {
  const section = findSection(elf, '.go.buildinfo');
  const homes = section !== undefined ? [section] : elf.sections.filter(isWritableData);
  for (const home of homes) {
    const start = findMagic(elf, home);
    if (start !== undefined) return readBlob(elf, home, start);
  }
  return undefined;
}

function isWritableData(section: Section): boolean {
  return isAllocated(section) && (section.flags & SHF.WRITE) !== 0n && fileSizeOf(section) >= 32;
}

/** Go searches the first 64 KiB of the data segment. */
function findMagic(elf: ElfFile, home: Section): number | undefined {
  const bytes = Buffer.from(elf.source.read(home.offset, Math.min(fileSizeOf(home), 64 * 1024)).buffer);
  for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    if (at % ALIGN === 0 && at + 32 <= bytes.length) return at;
  }
  return undefined;
}

function readBlob(elf: ElfFile, home: Section, start: number): BuildInfo | undefined {
  const left = fileSizeOf(home) - start;
  const head = elf.source.read(home.offset + start, 32);
  const pointerSize = head[14] ?? 0;
  const flags = head[15] ?? 0;
  if ((flags & FLAG_INLINE) !== 0) {
    const cursor = new Cursor(
      elf.source.read(home.offset + start + 32, Math.min(left - 32, MAX_TEXT)),
      'little',
      '.go.buildinfo',
      start + 32,
    );
    const version = textOf(cursor.take(cursor.uleb()));
    return {
      goVersion: version,
      ...parseModuleInfo(Buffer.from(cursor.take(cursor.uleb())).toString('latin1')),
    };
  }
  if (pointerSize !== 4 && pointerSize !== 8) return undefined;
  const order: ByteOrder = (flags & FLAG_BIG_ENDIAN) !== 0 ? 'big' : 'little';
  const cursor = new Cursor(head, order, '.go.buildinfo', start);
  cursor.skip(16);
  const version = goString(elf, cursor.address(pointerSize), pointerSize, order);
  const modules = goString(elf, cursor.address(pointerSize), pointerSize, order);
  return version === undefined
    ? undefined
    : {
        goVersion: textOf(version),
        ...parseModuleInfo(modules === undefined ? '' : Buffer.from(modules).toString('latin1')),
      };
}

/** A Go string header: pointer, then length. */
function goString(
  elf: ElfFile,
  address: bigint,
  pointerSize: 4 | 8,
  order: ByteOrder,
): Uint8Array | undefined {
  const head = bytesAt(elf, address, pointerSize * 2);
  if (head === undefined) return undefined;
  const cursor = new Cursor(head, order, '.go.buildinfo');
  const data = cursor.address(pointerSize);
  const length = Number(cursor.address(pointerSize));
  return length > MAX_TEXT ? undefined : bytesAt(elf, data, length);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
