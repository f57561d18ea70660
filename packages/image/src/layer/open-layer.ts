import { createHash } from 'node:crypto';
import { addAbortSignal, Readable } from 'node:stream';
import {
  type Digest,
  decompressLayer,
  isDecodingError,
  type LayerCompression,
  PieceReader,
} from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import type { StoredLayer } from '../stored-image.ts';
import { compressionOf } from './compression-of.ts';

export interface OpenLayer extends Disposable {
  readonly compression: LayerCompression;
  /** The decompressed bytes, once. `onBytes` is told of each piece and may throw. */
  tar(onBytes: (count: number) => void): AsyncGenerator<Buffer, void, undefined>;
  /** When `tar` has ended. */
  sums(): { readonly wire: number; readonly size: number; readonly diffId: Digest };
}

export interface OpenLayerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of stored bytes as they come. */
  readonly onWire: (count: number) => void;
  /** For messages. */
  readonly file: string;
}

/** @throws OciError and ImageError `IMAGE_LAYER_DAMAGED` while `tar` is read */
export async function openLayer(layer: StoredLayer, options: OpenLayerOptions): Promise<OpenLayer> {
  const { signal, onWire, file } = options;
  const stored = await layer.open();
  if (signal !== undefined) addAbortSignal(signal, stored);
  let wire = 0;
  let size = 0;
  const hash = createHash('sha256');
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of stored as AsyncIterable<Buffer>) {
      wire += piece.length;
      onWire(piece.length);
      yield piece;
    }
  };
  const reader = new PieceReader(counted());
  const head = await reader.exact(4).catch((error) => {
    stored.destroy();
    throw error;
  });
  const compression = compressionOf(head);
  const whole = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* reader.rest();
  };
  const tar = async function* (onBytes: (count: number) => void): AsyncGenerator<Buffer, void, undefined> {
    const plain = decompressLayer(Readable.from(whole(), { objectMode: false }), compression);
    try {
      for await (const piece of plain) {
        size += piece.length;
        onBytes(piece.length);
        hash.update(piece);
        yield piece;
      }
    } catch (cause) {
      if (!isDecodingError(cause)) throw cause;
      throw new ImageError(`the layer cannot be decompressed (${compression}): ${cause.message}`, {
        code: 'IMAGE_LAYER_DAMAGED',
        file,
        next: 'The layer is cut short or damaged: build or push the image again.',
        cause,
      });
    }
  };
  return {
    compression,
    tar,
    sums: () => ({ wire, size, diffId: `sha256:${hash.digest('hex')}` }),
    [Symbol.dispose]: () => void stored.destroy(),
  };
}
