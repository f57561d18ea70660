import { type Descriptor, type Digest, digestOfBytes, isDigest } from '@gosymbols/oci';
import {
  ANNOTATION_FRAMES_DIGEST,
  ANNOTATION_FRAMES_SIZE,
  ANNOTATION_LAYER,
  ANNOTATION_LAYER_FILE_DIGEST,
  ANNOTATION_LAYER_FILE_SIZE,
} from './annotation-keys.ts';

/** What a layer holds. The debug file comes first; the others are there when they were asked for. */
export const LAYER_CONTENTS = ['debug', 'executable', 'source'] as const;
export type LayerContent = (typeof LAYER_CONTENTS)[number];

/** What a layer's descriptor says about it, beyond digest and size. */
export function layerAnnotations(facts: {
  readonly content: LayerContent;
  readonly files: readonly { readonly digest?: Digest; readonly size: number }[];
  readonly frameIndex: Buffer | undefined;
}): Readonly<Record<string, string>> {
  const { content, files, frameIndex } = facts;
  const [file] = files;
  const alone = files.length === 1 && file?.digest !== undefined ? file : undefined;
  return {
    ...(frameIndex === undefined
      ? {}
      : {
          [ANNOTATION_FRAMES_DIGEST]: digestOfBytes(frameIndex),
          [ANNOTATION_FRAMES_SIZE]: String(frameIndex.length),
        }),
    [ANNOTATION_LAYER]: content,
    ...(alone?.digest === undefined
      ? {}
      : {
          [ANNOTATION_LAYER_FILE_DIGEST]: alone.digest,
          [ANNOTATION_LAYER_FILE_SIZE]: String(alone.size),
        }),
  };
}

/** Version 1 had no such annotation: its one layer is the debug file's. */
export function contentOfLayer(layer: Descriptor): LayerContent | undefined {
  const said = layer.annotations?.[ANNOTATION_LAYER] ?? 'debug';
  return LAYER_CONTENTS.find((content) => content === said);
}

/** The one file that a layer holds. */
export function fileOfLayer(
  layer: Descriptor,
): { readonly digest: Digest; readonly size: number } | undefined {
  return pairOf(layer, ANNOTATION_LAYER_FILE_DIGEST, ANNOTATION_LAYER_FILE_SIZE);
}

/** Digest and size of the layer's last bytes, by which single frames can be fetched and trusted. */
export function frameIndexOf(
  layer: Descriptor,
): { readonly digest: Digest; readonly size: number } | undefined {
  return pairOf(layer, ANNOTATION_FRAMES_DIGEST, ANNOTATION_FRAMES_SIZE);
}

function pairOf(
  layer: Descriptor,
  digestKey: string,
  sizeKey: string,
): { digest: Digest; size: number } | undefined {
  const digest = layer.annotations?.[digestKey];
  const size = Number(layer.annotations?.[sizeKey] ?? Number.NaN);
  if (!isDigest(digest) || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { digest, size };
}
