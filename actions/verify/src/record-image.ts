import type { ImageFacts } from '@gosymbols/image';
import { type BinaryRecord, type ImageRecord, MAX_CREATED_BY } from '@gosymbols/record';

/** What the index keeps of an image, so that a later one can be compared with it. */
export function recordImage(
  artifact: string,
  facts: ImageFacts,
  binaries: readonly BinaryRecord[],
): ImageRecord {
  const { name, digest, platform, size, wire, layers, waste } = facts;
  const { os, architecture: arch, variant } = platform;
  return {
    artifact,
    name,
    ...(digest === undefined ? {} : { digest }),
    platform: { os, arch, ...(variant === undefined ? {} : { variant }) },
    size,
    wire,
    layers: layers.map(({ diffId, wire, size, waste, compression, createdBy }) => ({
      diffId,
      wire,
      size,
      waste,
      compression,
      ...(createdBy === undefined ? {} : { createdBy: createdBy.slice(0, MAX_CREATED_BY) }),
    })),
    waste: {
      bytes: waste.bytes,
      files: waste.files,
      paths: waste.paths.map(({ path, bytes }) => ({ path, bytes })),
    },
    binaries,
  };
}

/** Packages and what-if of a program in an image are judged here, and not compared later. */
export function withoutDetail({
  packages: _,
  whatIf: __,
  receipts: ___,
  ...record
}: BinaryRecord): BinaryRecord {
  return record;
}
