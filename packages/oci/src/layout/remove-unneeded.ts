import { readFile, rm } from 'node:fs/promises';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, isDigest } from '../digest.ts';
import { MAX_MANIFEST_BYTES } from '../media-types.ts';
import type { LayoutIndex } from './layout-index.ts';
import { blobPath, type LayoutPaths } from './layout-paths.ts';

/**
 * Removes manifests that are no longer listed, with the blobs that no listed manifest needs. Called under the lock. A
 * publisher that counted on such a blob finds out when it reads back what it stored, and stores it again.
 * When any listed manifest cannot be read, nothing is removed: space is cheaper than a symbol file.
 */
export async function removeUnneeded(
  paths: LayoutPaths,
  removed: readonly Descriptor[],
  index: LayoutIndex,
): Promise<void> {
  const needed = new Set<Digest>();
  for (const { digest, size } of index.manifests) {
    const inside = size > MAX_MANIFEST_BYTES ? undefined : await referencesOf(paths, digest);
    if (inside === undefined) return;
    for (const one of [digest, ...inside]) needed.add(one);
  }
  for (const { digest } of removed) {
    const inside = (await referencesOf(paths, digest)) ?? [];
    for (const one of [digest, ...inside]) {
      if (!needed.has(one)) await rm(blobPath(paths, one), { force: true });
    }
  }
}

/** Digests that a manifest or an index names, other than its subject; undefined when it cannot be read. */
async function referencesOf(paths: LayoutPaths, digest: Digest): Promise<readonly Digest[] | undefined> {
  try {
    const { config, layers, manifests } = JSON.parse(
      await readFile(blobPath(paths, digest), 'utf8'),
    ) as Readonly<Record<string, unknown>>;
    const named = [config, ...listOf(layers), ...listOf(manifests)];
    return named.map((one) => (one as { digest?: unknown } | undefined)?.digest).filter(isDigest);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
