import { setTimeout as sleep } from 'node:timers/promises';
import { type Digest, digestOfBytes, type Tag } from '@gosymbols/oci';
import {
  type BundleFacts,
  type BundleMember,
  bundleManifest,
  bundleTag,
} from '../artifact/bundle-manifest.ts';
import type { ManifestDraft } from '../artifact/debug-manifest.ts';
import type { Ephemeral } from '../artifact/ephemeral.ts';
import type { FoundSymbols } from '../artifact/found-symbols.ts';
import { SymbolError } from '../symbol-error.ts';
import { readBundle, type StoredBundle } from './read-bundle.ts';
import { referToSubject } from './refer-to-subject.ts';
import type { SymbolStore } from './symbol-store.ts';

/** What publishing a bundle did. */
export interface BundleReceipt {
  readonly tag: string;
  readonly digest: Digest;
  readonly platform: string;
  /** Debug files in it, those of earlier publishers of the same release included. */
  readonly members: number;
  readonly existed: boolean;
}

const ATTEMPTS = 40;

/**
 * Stores the bundle of symbols that are in the store already: a manifest and a config, no layer is sent again. Jobs of
 * one release publish side by side: what others put into the bundle is kept, and it is read again after writing until
 * all of ours are in it. Its image then lists it as a referrer.
 * @throws SymbolError, OciError
 */
export async function putBundle(
  store: SymbolStore,
  facts: BundleFacts,
  symbols: readonly FoundSymbols[],
): Promise<BundleReceipt> {
  const { objects } = store;
  const ours = await Promise.all(symbols.map((found) => store.memberOf(found)));
  const platform = `${facts.platform.os}/${facts.platform.architecture}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(Math.random() * 50 * attempt);
    const { tag, there, members, draft } = await draftBundle(store, facts, ours);
    if (there !== undefined && holds(there.members, ours) && lasts(there.ephemeral, facts.ephemeral)) {
      if (facts.subject !== undefined) await referToSubject(objects, tag, facts.subject.digest);
      return { tag, platform, digest: there.digest, members: there.members.length, existed: attempt === 0 };
    }
    if (attempt + 1 === ATTEMPTS) throw contended(tag, members.length, objects.name);
    await objects.putBlob(draft.config);
    const { bytes, manifest } = draft;
    const next = { mediaType: manifest.mediaType, bytes, tag, platform: facts.platform };
    await objects.swapManifest(next, there?.digest);
  }
  throw new Error('the last attempt returns or throws');
}

/** The bundle as the next write would make it: ours, and what others put there. Nothing is written. */
export async function draftBundle(
  store: SymbolStore,
  facts: BundleFacts,
  ours: readonly BundleMember[],
): Promise<BundleDraft> {
  const tag = bundleTag(facts, ours);
  const there = await readBundle(store.objects, tag);
  const members = [
    ...new Map([...(there?.members ?? []), ...ours].map((member) => [member.key, member])).values(),
  ];
  const draft = bundleManifest(facts, members);
  return { tag, there, members, draft, digest: digestOfBytes(draft.bytes) };
}

export interface BundleDraft {
  readonly tag: Tag;
  readonly there: StoredBundle | undefined;
  readonly members: readonly BundleMember[];
  readonly draft: ManifestDraft;
  readonly digest: Digest;
}

function contended(tag: string, members: number, store: string): SymbolError {
  return new SymbolError(
    `${tag} (${members} debug files) was tried ${ATTEMPTS} times, and other publishers were quicker each time`,
    {
      kind: 'unavailable',
      code: 'BUNDLE_CONTENDED',
      file: store,
      next: 'Publish again when the other jobs of this release have ended.',
    },
  );
}

function holds(members: readonly BundleMember[], wanted: readonly BundleMember[]): boolean {
  return wanted.every(({ key, descriptor }) =>
    members.some((member) => member.key === key && member.descriptor.digest === descriptor.digest),
  );
}

function lasts(there: Ephemeral | undefined, wanted: Ephemeral | undefined): boolean {
  return wanted === undefined || (there !== undefined && there.expires >= wanted.expires);
}
