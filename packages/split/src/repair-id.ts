import { createHash } from 'node:crypto';
import { FileSource } from '@gosymbols/bytes';
import { type ElfFile, isAllocated, PHDR, readElf, readNotes, SHT, sizeOfLayout } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import { headerSize } from './elf-header.ts';
import type { RepairedId } from './request.ts';
import { withFile } from './with-file.ts';

const CHUNK = 1024 * 1024;

/**
 * A build ID that only this file has: SHA-256 of its content with the old descriptor zeroed, cut to the descriptor's
 * length. Undefined where there is no GNU note to write it into: only loaded ones count, as debuggers read no other.
 */
export function uniqueIdOf(path: string): RepairedId | undefined {
  try {
    return hashedId(path);
  } catch (error) {
    throw withFile(error, path);
  }
}

function hashedId(path: string): RepairedId | undefined {
  using source = FileSource.open(path);
  const elf = readElf(source);
  const { gnu } = buildIdsOf(readNotes(elf));
  if (gnu === undefined || !isLoaded(elf, gnu.descriptorOffset)) return undefined;
  const length = Math.min(gnu.hex.length / 2, 32);
  const from = gnu.descriptorOffset;
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += CHUNK) {
    const bytes = source.read(at, Math.min(CHUNK, source.size - at));
    if (from < at + bytes.length && from + length > at)
      bytes.fill(0, Math.max(0, from - at), Math.min(bytes.length, from + length - at));
    hash.update(bytes);
  }
  return { descriptorOffset: from, descriptor: hash.digest().subarray(0, length) };
}

function isLoaded(elf: ElfFile, offset: number): boolean {
  const { phoff, phnum } = elf.header;
  const isInTable = offset >= phoff && offset < phoff + phnum * sizeOfLayout(PHDR[elf.header.class]);
  return (
    offset >= headerSize(elf) &&
    !isInTable &&
    elf.sections.some(
      (section) =>
        section.type === SHT.NOTE &&
        isAllocated(section) &&
        offset >= section.offset &&
        offset < section.offset + section.size,
    )
  );
}
