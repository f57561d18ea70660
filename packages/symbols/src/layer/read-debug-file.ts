import { PieceReader } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import { decodeTarHeader, TAR_BLOCK } from './tar-header.ts';
import { DEBUG_ROOT, parentsOf } from './write-tar.ts';

/** GNU tar pads an archive to 10 KiB; writers may choose larger records. */
const MAX_PADDING = 64 * 1024;

/**
 * Streams the debug file out of a layer's tar. The tar may hold this one file and the directories above it, nothing
 * else: the name inside never becomes a path on disk, and links, devices and other files are refused.
 * @param wanted path below `usr/lib/debug`, and the size that the manifest promises
 * @throws SymbolError `LAYER_SHAPE`
 */
export async function* readDebugFile(
  tar: AsyncIterable<Buffer>,
  wanted: { readonly path: string; readonly size: number },
  layer: string,
): AsyncGenerator<Buffer, void, undefined> {
  const reader = new PieceReader(tar);
  const name = `${DEBUG_ROOT}/${wanted.path}`;
  const allowed = parentsOf(name);
  let found = false;
  const wrong = (what: string): SymbolError =>
    new SymbolError(what, {
      kind: 'malformed',
      code: 'LAYER_SHAPE',
      file: layer,
      next: 'The layer is not one that gosymbols writes: do not use it, and publish again.',
    });
  try {
    for (let entries = 0; entries <= allowed.length + 1; entries++) {
      const block = await reader.exact(TAR_BLOCK);
      if (block.length < TAR_BLOCK) throw wrong('the tar ends without its closing blocks');
      const entry = decodeTarHeader(block);
      if (entry === undefined) {
        if (!found) throw wrong(`the tar does not hold ${name}`);
        // To the end, so that checksums and digest of what lies below are compared too.
        let padding = 0;
        for await (const piece of reader.rest()) {
          padding += piece.length;
          if (padding > MAX_PADDING) throw wrong('the tar goes on behind its end');
        }
        return;
      }
      if (typeof entry === 'string') throw wrong(`a tar header ${entry}`);
      if (entry.kind === 'directory' && allowed.includes(`${entry.name.replace(/\/$/, '')}/`)) continue;
      if (entry.kind === 'directory' || found || entry.name !== name) {
        throw wrong(`the tar holds ${JSON.stringify(entry.name)}, only ${name} is expected`);
      }
      if (entry.size !== wanted.size) {
        throw wrong(`${name} has ${entry.size} bytes, the manifest says ${wanted.size}`);
      }
      found = true;
      yield* reader.run(entry.size);
      for await (const _padding of reader.run((TAR_BLOCK - (entry.size % TAR_BLOCK)) % TAR_BLOCK));
    }
    throw wrong('the tar holds more entries than a symbol layer has');
  } catch (error) {
    if (error instanceof RangeError) throw wrong(`the tar is cut: ${error.message}`);
    throw error;
  } finally {
    await reader.close();
  }
}
