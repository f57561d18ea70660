import { PieceReader } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import { decodeTarHeader, TAR_BLOCK } from './tar-header.ts';
import { SOURCE_ROOT } from './write-tar.ts';

/** Sources of one module; the largest Go modules have some ten thousand files. */
const MAX_FILES = 500_000;
const MAX_BYTES = 8 * 1024 ** 3;

/** One file of a source layer. Its bytes have to be read before the next one is asked for. */
export interface SourceFile {
  /** Below `usr/src/debug`: parts that are no `.` or `..`, joined by `/`. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * The files of a source layer's tar. Links, devices, extended headers and names that lead out of `usr/src/debug` are
 * refused, and so is a layer that would fill the disk.
 * @throws SymbolError `LAYER_SHAPE`
 */
export async function* readSourceFiles(
  tar: AsyncIterable<Buffer>,
  layer: string,
): AsyncGenerator<SourceFile, void, undefined> {
  const reader = new PieceReader(tar);
  const wrong = (what: string): SymbolError => notASourceLayer(what, layer);
  // Where the archive is cut shows to whoever reads just then: to us, or to the reader of a file's bytes.
  const run = async function* (length: number): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* reader.run(length);
    } catch (error) {
      if (error instanceof RangeError) throw wrong(`the tar is cut: ${error.message}`);
      throw error;
    }
  };
  let [files, bytes] = [0, 0];
  try {
    for (;;) {
      const block = await reader.exact(TAR_BLOCK);
      if (block.length < TAR_BLOCK) throw wrong('the tar ends without its closing blocks');
      const entry = decodeTarHeader(block);
      if (entry === undefined) break;
      if (typeof entry === 'string') throw wrong(`a tar header ${entry}`);
      if (entry.kind === 'directory') continue;
      // decodeTarHeader keeps bytes apart; the names are UTF-8.
      const whole = Buffer.from(entry.name, 'latin1').toString('utf8');
      const name = whole.startsWith(`${SOURCE_ROOT}/`) ? whole.slice(SOURCE_ROOT.length + 1) : undefined;
      if (name === undefined || !isPlain(name)) {
        throw wrong(
          `the tar holds ${JSON.stringify(whole)}, and only files below ${SOURCE_ROOT} are expected`,
        );
      }
      files += 1;
      bytes += entry.size;
      if (files > MAX_FILES || bytes > MAX_BYTES) {
        throw wrong(`the tar holds more than ${MAX_FILES} files or ${MAX_BYTES} bytes`);
      }
      yield { name, bytes: run(entry.size) };
      for await (const _padding of run((TAR_BLOCK - (entry.size % TAR_BLOCK)) % TAR_BLOCK));
    }
    // To the end, so that checksums and digest of what lies below are compared too.
    for await (const piece of reader.rest()) {
      if (piece.some((byte) => byte !== 0)) throw wrong('the tar goes on behind its end');
    }
  } finally {
    await reader.close();
  }
}

export function notASourceLayer(what: string, layer: string): SymbolError {
  return new SymbolError(what, {
    kind: 'malformed',
    code: 'LAYER_SHAPE',
    file: layer,
    next: 'The layer is not one that gosymbols writes: do not use it, and publish again.',
  });
}

function isPlain(name: string): boolean {
  return name
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\p{Cc}]/u.test(part));
}
