import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { FileSource, SubSource } from '@gosymbols/bytes';
import { chunksOf, contentChunks, type ElfFile, storedContent } from '@gosymbols/elf';
import { type FilePlan, type Piece, pieceLength } from './file-plan.ts';
import { renumberedSymbols } from './renumber-symbols.ts';

export interface WrittenFile {
  readonly size: number;
  readonly crc32: number;
}

/** Lets signals in once in so many bytes: reads and writes are synchronous. */
const BREATHE = 16 * 1024 * 1024;

/** Writes a planned file front to back; the target must not exist. Digests are taken when it is read back. */
export async function writePlanned(
  elf: ElfFile,
  plan: FilePlan,
  path: string,
  mode: number,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const fd = openSync(path, 'wx', mode);
  let crc = 0;
  let size = 0;
  let breathed = 0;
  const write = (chunk: Uint8Array): void => {
    for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
    crc = crc32(chunk, crc);
    size += chunk.length;
  };
  try {
    for (const piece of plan.pieces) {
      if (piece.at > size)
        for (let left = piece.at - size; left > 0; left -= ZEROS.length)
          write(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
      for await (const chunk of chunksOfPiece(elf, piece, signal)) {
        write(chunk);
        if (size - breathed < BREATHE) continue;
        breathed = size;
        await setImmediate();
        signal?.throwIfAborted();
      }
      if (size !== piece.at + pieceLength(piece))
        throw new Error(`${piece.what} should end at ${piece.at + pieceLength(piece)}, wrote up to ${size}`);
    }
    if (fstatSync(fd).size !== plan.size)
      throw new Error(`planned ${plan.size} bytes, the file has ${fstatSync(fd).size}`);
  } finally {
    closeSync(fd);
  }
  return { size, crc32: crc >>> 0 };
}

const ZEROS = new Uint8Array(64 * 1024);

async function* chunksOfPiece(
  original: ElfFile,
  piece: Piece,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const elf = ('source' in piece ? piece.source : undefined) ?? original;
  if (piece.kind === 'bytes') yield piece.bytes;
  else if (piece.kind === 'copy')
    yield* chunksOf(new SubSource(piece.what, elf.source, piece.from, piece.length));
  else if (piece.kind === 'content')
    yield* contentChunks(storedContent(elf, piece.section), piece.section.name, signal);
  else if (piece.kind === 'symbols') yield* renumberedSymbols(elf, piece.section, piece.newIndex);
  else {
    using file = FileSource.open(piece.path);
    yield* chunksOf(file);
  }
}
