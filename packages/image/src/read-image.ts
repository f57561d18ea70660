import { FileSource } from '@gosymbols/bytes';
import { type BinaryFacts, inspectSource } from '@gosymbols/inspect';
import type { ImageBinary, ImageFacts } from './facts.ts';
import { IMAGE_LIMITS, type ImageLimits } from './limits.ts';
import { type OpenImageOptions, openImage } from './open-image.ts';
import { type LayerProgress, readLayers } from './read-layers.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ReadImageOptions extends OpenImageOptions {
  readonly limits?: Partial<ImageLimits>;
  readonly onProgress?: (progress: LayerProgress) => void;
}

/** Disposing removes the copies of the binaries. */
export interface ImageContents extends AsyncDisposable {
  readonly facts: ImageFacts;
  readonly binaries: readonly ImageBinary[];
}

/**
 * Reads an image whole: every layer once, streamed; memory grows with the number of files and not with their bytes. The
 * disk takes the Go binaries that the image shows, and a compressed archive's tar.
 * @throws ImageError, OciError; the signal's reason when aborted
 */
export async function readImage(options: ReadImageOptions): Promise<ImageContents> {
  const limits = { ...IMAGE_LIMITS, ...options.limits };
  const { signal, onProgress } = options;
  await using kept = new AsyncDisposableStack();
  const folder = kept.use(await temporaryFolder(options.tempDir));
  const image = await openImage({ ...options, tempDir: folder.path }, limits);
  const read = await readLayers(image, { limits, folder: folder.path, signal, onProgress });
  const stack = kept.move();
  return { ...read, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The facts of one binary; their `path` is that in the image. @throws FormatError */
export async function inspectImageBinary(
  binary: ImageBinary,
  options: { readonly signal?: AbortSignal } = {},
): Promise<BinaryFacts> {
  using source = FileSource.open(binary.file);
  return await inspectSource(source, binary.path, options);
}
