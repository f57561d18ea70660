import { ImageError } from './image-error.ts';

/** What an image may make us do. Those that we did not build are read too. */
export interface ImageLimits {
  /** Layers of one image: overlayfs mounts at most 500 (containerd refuses more). */
  readonly layers: number;
  /** Bytes of all layers after decompression, holes of sparse files included. */
  readonly bytes: number;
  /** Files, directories, links and whiteouts of all layers. */
  readonly entries: number;
  /** Bytes of a path or a link's target: Linux' PATH_MAX. */
  readonly path: number;
  /** Bytes of one extended tar header: Go's archive/tar, which container runtimes use, reads no more. */
  readonly extendedHeader: number;
}

export const IMAGE_LIMITS: ImageLimits = {
  layers: 500,
  bytes: 32 * 1024 ** 3,
  entries: 2_000_000,
  path: 4096,
  extendedHeader: 1024 * 1024,
};

/** Bytes of a component of a path: Linux' NAME_MAX. */
export const MAX_NAME_BYTES = 255;

const SAID: Readonly<Record<keyof ImageLimits, string>> = {
  layers: 'layers',
  bytes: 'bytes after decompression',
  entries: 'files, directories and links',
  path: 'bytes in a path',
  extendedHeader: 'bytes in an extended tar header',
};

export function overLimit(limit: keyof ImageLimits, limits: ImageLimits, file: string): ImageError {
  return new ImageError(`the image has more than ${limits[limit]} ${SAID[limit]}`, {
    kind: 'unsupported',
    code: 'IMAGE_LIMIT',
    file,
    next: 'We stop there, so that a hostile image cannot fill the disk or the memory. Check what the layer holds.',
  });
}
