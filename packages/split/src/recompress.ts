import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createDeflate, createZstdCompress } from 'node:zlib';
import {
  CHDR,
  contentChunks,
  ELFCOMPRESS,
  type ElfFile,
  encode,
  fileSizeOf,
  type Section,
  storedContent,
} from '@gosymbols/elf';
import { isDebugSection } from '@gosymbols/inspect';
import type { DebugCompression } from './pair.ts';

/** A section's content behind a new compression header, in a scratch file. */
export interface Recompressed {
  readonly path: string;
  readonly size: number;
}

/** Compresses each debug section anew where that makes it smaller; by section index. */
export async function recompress(
  elf: ElfFile,
  compress: DebugCompression,
  scratch: string,
  signal?: AbortSignal,
): Promise<Map<number, Recompressed>> {
  const made = new Map<number, Recompressed>();
  if (compress !== 'zlib' && compress !== 'zstd') return made;
  for (const section of elf.sections) {
    if (!isDebugSection(section) || fileSizeOf(section) === 0 || section.name === '.debug_gdb_scripts')
      continue;
    const one = await recompressOne(
      elf,
      section,
      compress,
      join(scratch, `${section.index}.section`),
      signal,
    );
    if (one.size < storedContent(elf, section).size) made.set(section.index, one);
  }
  return made;
}

async function recompressOne(
  elf: ElfFile,
  section: Section,
  compress: 'zlib' | 'zstd',
  path: string,
  signal?: AbortSignal,
): Promise<Recompressed> {
  const content = storedContent(elf, section);
  const header = encode(
    CHDR[elf.header.class],
    {
      type: BigInt(compress === 'zlib' ? ELFCOMPRESS.ZLIB : ELFCOMPRESS.ZSTD),
      size: BigInt(content.size),
      addralign: content.align,
    },
    elf.header.order,
  );
  const out = createWriteStream(path, { flags: 'wx' });
  out.write(header);
  const encoder =
    compress === 'zlib'
      ? createDeflate({ level: 6 })
      : createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  await pipeline(
    Readable.from(contentChunks(content, section.name, signal)),
    encoder,
    out,
    signal === undefined ? {} : { signal },
  );
  return { path, size: (await stat(path)).size };
}
