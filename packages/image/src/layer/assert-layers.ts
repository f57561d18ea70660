import { ImageError } from '../image-error.ts';
import { type ImageLimits, overLimit } from '../limits.ts';
import type { StoredImage } from '../stored-image.ts';
import { compressionSaid } from './layer-types.ts';

/** What can be told before any layer is fetched. @throws ImageError */
export function assertLayers(image: StoredImage, limits: ImageLimits): void {
  const { name, layers, config } = image;
  if (layers.length > limits.layers) throw overLimit('layers', limits, name);
  if (layers.length !== config.diffIds.length)
    throw new ImageError(
      `the manifest has ${layers.length} layers, the image config ${config.diffIds.length}`,
      {
        code: 'IMAGE_LAYERS_DIFFER',
        file: name,
        next: 'No container runtime would unpack it: build the image again.',
      },
    );
  for (const [at, { mediaType }] of layers.entries()) {
    if (mediaType === undefined || compressionSaid(mediaType) !== undefined) continue;
    throw new ImageError(`layer ${at} is of type ${mediaType}, which is no file system layer`, {
      kind: 'unsupported',
      code: 'IMAGE_LAYER_TYPE',
      file: name,
      next: 'A container image with tar layers (plain, gzip or zstd) is needed. Encrypted layers cannot be read.',
    });
  }
}
