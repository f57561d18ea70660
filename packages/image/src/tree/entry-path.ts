import { ImageError } from '../image-error.ts';
import { type ImageLimits, MAX_NAME_BYTES, overLimit } from '../limits.ts';

/**
 * The components of a name in a layer, cleaned. A name that leads above the root is refused, where runtimes would take it
 * as inside. @throws ImageError `IMAGE_PATH`, `IMAGE_LIMIT`
 */
export function componentsOf(name: string, limits: ImageLimits, file: string): readonly string[] {
  if (Buffer.byteLength(name) > limits.path) throw overLimit('path', limits, file);
  const components: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (components.pop() === undefined)
        throw pathError(`${JSON.stringify(name)} leads out of the image`, file);
    } else if (Buffer.byteLength(part) > MAX_NAME_BYTES) {
      throw pathError(`a name of ${Buffer.byteLength(part)} bytes, more than ${MAX_NAME_BYTES}`, file);
    } else components.push(part);
  }
  return components;
}

export function pathError(message: string, file: string): ImageError {
  return new ImageError(message, {
    code: 'IMAGE_PATH',
    file,
    next: 'No container runtime could unpack this layer as written: build it again with a current builder.',
  });
}
