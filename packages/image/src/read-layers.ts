import type { ImageBinary, ImageFacts, LayerFacts } from './facts.ts';
import { Candidates } from './go/candidates.ts';
import { collectBinaries } from './go/collect-binaries.ts';
import { assertLayers } from './layer/assert-layers.ts';
import { readLayer } from './layer/read-layer.ts';
import type { ImageLimits } from './limits.ts';
import type { StoredImage } from './stored-image.ts';
import { ImageTree } from './tree/image-tree.ts';
import type { Leaf } from './tree/nodes.ts';
import { Waste } from './tree/waste.ts';

export interface LayerProgress {
  /** Index of the layer, of so many. */
  readonly layer: number;
  readonly layers: number;
  /** Stored bytes read so far, of so many. */
  readonly bytes: number;
  readonly total: number;
}

export interface ReadLayersOptions {
  readonly limits: ImageLimits;
  /** A folder that the caller removes. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: LayerProgress) => void) | undefined;
}

/** Reads each layer once, in order. @throws ImageError, OciError */
export async function readLayers(
  image: StoredImage,
  options: ReadLayersOptions,
): Promise<{ readonly facts: ImageFacts; readonly binaries: readonly ImageBinary[] }> {
  const { limits, folder } = options;
  assertLayers(image, limits);
  const waste = new Waste();
  const gone: Leaf[] = [];
  const tree = new ImageTree({ limits, waste, onGone: (leaf) => gone.push(leaf) });
  const candidates = new Candidates(folder);
  const warnings: string[] = [];
  const budget = { bytes: limits.bytes, entries: limits.entries };
  const total = image.layers.reduce((sum, { size }) => sum + size, 0);
  const read: Omit<LayerFacts, 'waste'>[] = [];
  let wire = 0;
  for (const [at, layer] of image.layers.entries()) {
    const facts = await readLayer(layer, {
      ...options,
      at,
      file: `${image.name}: layer ${at}`,
      diffId: image.config.diffIds[at],
      createdBy: image.config.createdBy[at],
      tree,
      candidates,
      gone,
      warnings,
      budget,
      onWire: (count) => {
        wire += count;
        options.onProgress?.({ layer: at, layers: image.layers.length, bytes: wire, total });
      },
    });
    read.push(facts);
  }
  const { name, digest, indexDigest, platform, config } = image;
  const shown = collectBinaries(tree, candidates);
  return {
    binaries: shown.binaries,
    facts: {
      name,
      ...(digest === undefined ? {} : { digest }),
      ...(indexDigest === undefined ? {} : { indexDigest }),
      platform,
      ...(config.created === undefined ? {} : { created: config.created }),
      entrypoint: config.entrypoint,
      wire: read.reduce((sum, layer) => sum + layer.wire, 0),
      size: read.reduce((sum, layer) => sum + layer.size, 0),
      layers: read.map((layer, at) => ({ ...layer, waste: waste.ofLayer(at) })),
      waste: waste.facts((path) => tree.find(path)?.layer),
      unreadable: shown.unreadable,
      warnings,
    },
  };
}
