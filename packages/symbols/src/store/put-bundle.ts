import type { Digest, ObjectStore } from '@gosymbols/oci';
import { type BundleFacts, bundleManifest } from '../artifact/bundle-manifest.ts';
import type { FoundSymbols } from '../artifact/found-symbols.ts';
import { SymbolError } from '../symbol-error.ts';
import type { SymbolStore } from './symbol-store.ts';

/** What publishing a bundle did. */
export interface BundleReceipt {
  readonly tag: string;
  readonly digest: Digest;
  readonly platform: string;
  readonly members: number;
  readonly existed: boolean;
}

/**
 * Stores the bundle of symbols that are in the store already: a manifest and a config, no layer is sent again.
 * @throws SymbolError, OciError
 */
export async function putBundle(
  store: SymbolStore,
  facts: BundleFacts,
  members: readonly FoundSymbols[],
): Promise<BundleReceipt> {
  const draft = bundleManifest(
    facts,
    await Promise.all(
      members.map(async (found) => ({
        key: found.key,
        descriptor: found.layer,
        diffId: await store.diffIdOf(found),
      })),
    ),
  );
  const { objects } = store;
  const before = await objects.resolveTag(draft.tag);
  await objects.putBlob(draft.config);
  const { bytes, manifest, platform, tag } = draft;
  const digest = await objects.putManifest({ mediaType: manifest.mediaType, bytes, tag, platform });
  await assertStored(objects, draft.tag, digest);
  return {
    tag,
    digest,
    platform: [facts.platform.os, facts.platform.architecture].join('/'),
    members: manifest.layers.length,
    existed: before?.digest === digest,
  };
}

async function assertStored(
  objects: ObjectStore,
  tag: Parameters<ObjectStore['resolveTag']>[0],
  digest: Digest,
): Promise<void> {
  const found = await objects.resolveTag(tag);
  if (found?.digest === digest) return;
  throw new SymbolError(`${tag} was stored as ${digest}, but stands for ${found?.digest ?? 'nothing'}`, {
    kind: 'unavailable',
    code: 'SYMBOLS_NOT_FOUND',
    file: objects.name,
    next: 'Another publisher of the same release wrote it at the same time: publish again.',
  });
}
