import type { Digest } from '@gosymbols/oci';
import type { LayerFacts } from '../facts.ts';
import type { Candidates } from '../go/candidates.ts';
import { ImageError } from '../image-error.ts';
import { type ImageLimits, overLimit } from '../limits.ts';
import type { StoredLayer } from '../stored-image.ts';
import { readTar } from '../tar/read-tar.ts';
import { StreamInput } from '../tar/tar-input.ts';
import type { ImageTree } from '../tree/image-tree.ts';
import type { Leaf } from '../tree/nodes.ts';
import { compressionSaid } from './layer-types.ts';
import { openLayer } from './open-layer.ts';

export interface LayerWork {
  readonly limits: ImageLimits;
  readonly signal?: AbortSignal | undefined;
  readonly at: number;
  readonly file: string;
  readonly diffId: Digest | undefined;
  readonly createdBy: string | undefined;
  readonly tree: ImageTree;
  readonly candidates: Candidates;
  readonly gone: Leaf[];
  readonly warnings: string[];
  /** What is left for this layer and the next ones. */
  readonly budget: { bytes: number; entries: number };
  readonly onWire: (count: number) => void;
}

/** Applies one layer to the tree, in one pass. @throws ImageError, OciError */
export async function readLayer(layer: StoredLayer, work: LayerWork): Promise<Omit<LayerFacts, 'waste'>> {
  const { at, file, limits, budget, tree, candidates, gone, signal } = work;
  using opened = await openLayer(layer, { signal, file, onWire: work.onWire });
  const spend = (count: number): void => {
    budget.bytes -= count;
    if (budget.bytes < 0) throw overLimit('bytes', limits, file);
  };
  const input = new StreamInput(opened.tar(spend));
  let entries = 0;
  for await (const entry of readTar(input, limits, file)) {
    signal?.throwIfAborted();
    entries++;
    if (--budget.entries < 0) throw overLimit('entries', limits, file);
    spend(entry.size > entry.stored ? entry.size - entry.stored : 0);
    const leaf = tree.apply(entry, at, file);
    if (leaf !== undefined) await candidates.look(entry, leaf);
    for (const lost of gone.splice(0)) await candidates.forget(lost);
  }
  if (await hasContent(input))
    work.warnings.push(`layer ${at} has bytes after the end of its tar; container runtimes pass over them`);
  const { wire, size, diffId } = opened.sums();
  if (diffId !== work.diffId)
    throw new ImageError(
      `layer ${at} has the decompressed digest ${diffId}, the image config says ${work.diffId}`,
      {
        code: 'IMAGE_LAYER_DIGEST',
        file,
        next: 'No container runtime would unpack it: build the image again.',
      },
    );
  const { compression } = opened;
  const { mediaType } = layer;
  if (mediaType !== undefined && compressionSaid(mediaType) !== compression) {
    const is = compression === 'none' ? 'not compressed' : compression;
    work.warnings.push(`layer ${at} is ${is}, its media type says ${mediaType}`);
  }
  return {
    ...(layer.digest === undefined ? {} : { digest: layer.digest }),
    diffId,
    ...(mediaType === undefined ? {} : { mediaType }),
    compression,
    wire,
    size,
    entries,
    ...(work.createdBy === undefined ? {} : { createdBy: work.createdBy }),
  };
}

/** Reads to the end, so that digests are checked over all bytes. */
async function hasContent(input: StreamInput): Promise<boolean> {
  let found = false;
  for (let bytes = await input.some(1 << 20); bytes.length > 0; bytes = await input.some(1 << 20)) {
    found ||= bytes.some((byte) => byte !== 0);
  }
  return found;
}
