import type { ObjectStore } from '@gosymbols/oci';
import type { FoundSymbols } from '../artifact/found-symbols.ts';
import { decompressed } from '../layer/decompress.ts';
import { readDebugFile } from '../layer/read-debug-file.ts';
import { writeDebugFile } from './write-debug-file.ts';

/** One file of a layer, and what it is promised to be. */
export interface FileInLayer {
  readonly layer: FoundSymbols['layer'];
  readonly file: FoundSymbols['debug'];
  /** Below `usr/lib/debug`. */
  readonly path: string;
  readonly executable?: boolean;
}

/** Streams it to `target`, which appears when its digest is the one promised. @throws SymbolError, OciError */
export async function extractFile(
  objects: ObjectStore,
  from: FileInLayer,
  target: string,
  onBytes?: (count: number) => void,
): Promise<void> {
  const layer = `${objects.name} ${from.layer.digest}`;
  const tar = decompressed(await objects.getBlob(from.layer), from.layer.mediaType, layer);
  await writeDebugFile({
    target,
    content: readDebugFile(tar, { path: from.path, size: from.file.size }, layer),
    debug: from.file,
    store: layer,
    mode: from.executable === true ? 0o755 : 0o644,
    ...(onBytes === undefined ? {} : { onBytes }),
  });
}
