import type { ImageBinary, ImageFacts } from '../facts.ts';
import type { ImageTree } from '../tree/image-tree.ts';
import type { Leaf } from '../tree/nodes.ts';
import type { Candidates } from './candidates.ts';

/** The kept files that the finished image shows, by path. */
export function collectBinaries(
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
