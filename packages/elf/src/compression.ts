import { type ByteSource, Cursor, FormatError, SubSource } from '@gosymbols/bytes';
import { ELFCOMPRESS, SHF, SHT } from './constants.ts';
import { type ElfFile, fileSizeOf, type Section, storedBytes } from './elf-file.ts';
import { CHDR, decode, sizeOfLayout } from './layout.ts';

export type CompressionKind = 'none' | 'zlib' | 'zstd' | 'zlib-gnu';

/** How a section's content is stored. */
export interface StoredContent {
  readonly compression: CompressionKind;
  /** Bytes once decompressed. */
  readonly size: number;
  /** Alignment of the decompressed content. */
  readonly align: bigint;
  /** The compressed stream itself, or the content where there is no compression. */
  readonly payload: ByteSource;
}

/** Deflate expands at most 1032 times, zstd RLE blocks more; beyond this factor a size is a lie or a bomb. */
const MAX_RATIO = 100_000;

/** Reads the compression header (gABI `SHF_COMPRESSED`) or the older GNU form (`.zdebug_*`, `ZLIB` + size). */
export function storedContent(elf: ElfFile, section: Section): StoredContent {
  const stored = storedBytes(elf, section);
  if (section.type !== SHT.NOBITS && (section.flags & SHF.COMPRESSED) !== 0n)
    return withHeader(elf, section, stored);
  if (section.name.startsWith('.zdebug_') && stored.size >= 12) {
    const cursor = new Cursor(stored.read(0, 12), 'big', section.name);
    if (Buffer.from(cursor.take(4)).toString('latin1') === 'ZLIB') {
      return content(
        elf,
        section,
        'zlib-gnu',
        cursor.size64(),
        section.align,
        new SubSource(section.name, stored, 12, stored.size - 12),
      );
    }
  }
  return { compression: 'none', size: fileSizeOf(section), align: section.align, payload: stored };
}

function withHeader(elf: ElfFile, section: Section, stored: ByteSource): StoredContent {
  const layout = CHDR[elf.header.class];
  const headerSize = sizeOfLayout(layout);
  const raw = decode(layout, new Cursor(stored.read(0, headerSize), elf.header.order, section.name));
  const type = Number(raw['type']);
  const kind = type === ELFCOMPRESS.ZLIB ? 'zlib' : type === ELFCOMPRESS.ZSTD ? 'zstd' : undefined;
  if (kind === undefined) {
    throw new FormatError(`compression type ${type} is neither zlib (1) nor zstd (2)`, {
      code: 'COMPRESSION_TYPE',
      kind: 'unsupported',
      file: elf.source.name,
      section: section.name,
      value: type,
    });
  }
  const payload = new SubSource(section.name, stored, headerSize, stored.size - headerSize);
  return content(elf, section, kind, Number(raw['size'] ?? 0n), raw['addralign'] ?? 1n, payload);
}

function content(
  elf: ElfFile,
  section: Section,
  compression: CompressionKind,
  size: number,
  align: bigint,
  payload: ByteSource,
): StoredContent {
  if (!Number.isSafeInteger(size) || size > (payload.size + 64) * MAX_RATIO) {
    throw new FormatError(`${payload.size} compressed bytes claim to hold ${size}`, {
      code: 'COMPRESSION_SIZE',
      file: elf.source.name,
      section: section.name,
      value: size,
    });
  }
  return { compression, size, align, payload };
}
