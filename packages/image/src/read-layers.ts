import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@gosymbols/oci';
import type { ImageBinary, ImageFacts, LayerFacts } from './facts.ts';
import { Candidates } from './go/candidates.ts';
import { ImageError } from './image-error.ts';
import { compressionSaid } from './layer/layer-types.ts';
import { openLayer } from './layer/open-layer.ts';
import { type ImageLimits, overLimit } from './limits.ts';
import type { StoredImage, StoredLayer } from './stored-image.ts';
import { readTar } from './tar/read-tar.ts';
import { StreamInput } from './tar/tar-input.ts';
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
  const shown = collect(tree, candidates);
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

interface LayerWork extends ReadLayersOptions {
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

async function readLayer(layer: StoredLayer, work: LayerWork): Promise<Omit<LayerFacts, 'waste'>> {
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
  const said = compressionSaid(layer.mediaType);
  if (layer.digest !== undefined && said !== opened.compression && !layer.mediaType.includes('docker'))
    work.warnings.push(
      `layer ${at} is ${opened.compression === 'none' ? 'not compressed' : `${opened.compression}`}, its media type says ${layer.mediaType}`,
    );
  return {
    ...(layer.digest === undefined ? {} : { digest: layer.digest }),
    diffId,
    mediaType: layer.mediaType,
    compression: opened.compression,
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

function assertLayers(image: StoredImage, limits: ImageLimits): void {
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
    if (compressionSaid(mediaType) !== undefined) continue;
    throw new ImageError(`layer ${at} is of type ${mediaType}, which is no file system layer`, {
      kind: 'unsupported',
      code: 'IMAGE_LAYER_TYPE',
      file: name,
      next: 'A container image with tar layers (plain, gzip or zstd) is needed. Encrypted layers cannot be read.',
    });
  }
}

function collect(
  tree: ImageTree,
  candidates: Candidates,
): { readonly binaries: readonly ImageBinary[]; readonly unreadable: ImageFacts['unreadable'] } {
  const names = new Map<Leaf, string[]>();
  for (const { path, leaf } of tree.files()) {
    if (candidates.of(leaf) !== undefined) names.set(leaf, [...(names.get(leaf) ?? []), path]);
  }
  const binaries: ImageBinary[] = [];
  const unreadable: { path: string; why: string }[] = [];
  for (const [leaf, found] of names) {
    const paths = found.sort();
    const path = paths[0] ?? '';
    const kept = candidates.of(leaf);
    if (kept === undefined) continue;
    if ('why' in kept) unreadable.push({ path, why: kept.why });
    else {
      const { size, mode, layer } = leaf;
      binaries.push({ path, paths, file: kept.file, size, mode, layer });
    }
  }
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  return { binaries: binaries.sort(byPath), unreadable: unreadable.sort(byPath) };
}

export async function temporaryFolder(tempDir: string): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tempDir, 'gosymbols-image-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
