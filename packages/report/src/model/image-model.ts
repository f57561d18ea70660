import type { Severity } from '@gosymbols/policy';
import type { ImageRecord, SymbolIndex } from '@gosymbols/record';
import { compareImages, DEFAULT_NOISE, isNoise } from '@gosymbols/size';
import type { ImageModel, LayerModel } from './image-shape.ts';

/** The images that were judged, each beside that of the same artifact and platform in the baseline. */
export function imageModelsOf(
  index: SymbolIndex,
  baseline: SymbolIndex | undefined,
  worst: ReadonlyMap<string, Severity>,
): ImageModel[] {
  return (index.images ?? []).map((image) => {
    const then = baseline?.images?.find(
      ({ artifact, platform }) =>
        artifact === image.artifact &&
        platform?.os === image.platform?.os &&
        platform?.arch === image.platform?.arch,
    );
    const { artifact, name, platform, size, wire, waste, binaries } = image;
    const severity = worst.get(artifact);
    return {
      artifact,
      name,
      ...(platform && {
        platform: [platform.os, platform.arch, platform.variant].filter(Boolean).join('/'),
      }),
      size,
      wire,
      waste: waste.bytes,
      binaries: binaries.length,
      layers: layersOf(image, then),
      ...(then && { baseline: comparedOf(then, image) }),
      ...(severity && { worst: severity }),
    };
  });
}

function layersOf(image: ImageRecord, then: ImageRecord | undefined): LayerModel[] {
  if (then === undefined) {
    return image.layers.map(({ wire, size, createdBy }) => ({ wire, size, ...(createdBy && { createdBy }) }));
  }
  return compareImages(then, image).layers.map(({ wire, size, createdBy, before, after }) => ({
    wire: wire.after,
    size: size.after,
    ...(createdBy && { createdBy }),
    delta: wire.bytes,
    ...(before === undefined ? { is: 'new' as const } : after === undefined ? { is: 'gone' as const } : {}),
  }));
}

function comparedOf(then: ImageRecord, image: ImageRecord): NonNullable<ImageModel['baseline']> {
  const { size, wire, waste, differences } = compareImages(then, image);
  return {
    sizeDelta: size.bytes,
    wireDelta: wire.bytes,
    wasteDelta: waste.bytes,
    isNoise: [size, wire, waste].every(({ bytes, before }) => isNoise(bytes, before, DEFAULT_NOISE)),
    unlike: differences,
  };
}
