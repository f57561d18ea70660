import { type Digest, type ObjectStore, parseDigest, readConfig, readWhole } from '@gosymbols/oci';
import type { LayerFacts } from '../artifact/debug-manifest.ts';
import type { FoundSymbols } from '../artifact/found-symbols.ts';

const MAX_CONFIG_BYTES = 1024 * 1024;

/** Digest of each uncompressed layer, from the image config. */
export async function diffIdsOf(objects: ObjectStore, found: FoundSymbols): Promise<readonly Digest[]> {
  const file = `${objects.name} ${found.config.digest}`;
  const stream = await objects.getBlob(found.config);
  return readConfig(await readWhole(stream, MAX_CONFIG_BYTES, file), file).rootfs.diff_ids.map((id) =>
    parseDigest(id, file),
  );
}

export async function layersOf(objects: ObjectStore, found: FoundSymbols): Promise<readonly LayerFacts[]> {
  const diffIds = await diffIdsOf(objects, found);
  return found.layers.flatMap((descriptor, index) => {
    const diffId = diffIds[index];
    return diffId === undefined ? [] : [{ descriptor, diffId }];
  });
}

/** Layers whose blobs are there; none where the config is lost. */
export async function usableLayers(
  objects: ObjectStore,
  found: FoundSymbols,
): Promise<readonly LayerFacts[]> {
  if (!(await objects.hasBlob(found.config))) return [];
  const layers = await layersOf(objects, found);
  const there = await Promise.all(layers.map(({ descriptor }) => objects.hasBlob(descriptor)));
  return layers.filter((_, index) => there[index]);
}
