import { ANNOTATION_TITLE, type Digest, readManifest, type Tag } from '@gosymbols/oci';
import { ANNOTATION_BINARY, ARTIFACT_TYPE_BUNDLE, ARTIFACT_TYPE_DEBUG } from '../artifact/annotation-keys.ts';
import { type Ephemeral, readEphemeral } from '../artifact/ephemeral.ts';
import type { SymbolStore } from './symbol-store.ts';

/** Symbols, or a bundle of them, that are to go. */
export interface EphemeralTag extends Ephemeral {
  readonly tag: Tag;
  /** Of the manifest. */
  readonly digest: Digest;
  /** For people. */
  readonly binary: string;
}

/**
 * Ephemeral symbols of a store, found by their tags and told by their annotations: a tag that only looks like one, and
 * anything that says no label, is none. Registries that list tags incompletely hide some until the next time.
 */
export async function* listEphemeral(store: SymbolStore): AsyncGenerator<EphemeralTag, void, undefined> {
  for await (const tag of store.objects.listTags()) {
    if (!tag.startsWith('ephemeral-')) continue;
    const stored = await store.objects.getManifest(tag);
    if (stored === undefined) continue;
    const { artifactType, annotations = {} } = readManifest(stored.bytes, `${store.objects.name} ${tag}`);
    const ephemeral = readEphemeral(annotations);
    const isOurs = artifactType === ARTIFACT_TYPE_DEBUG || artifactType === ARTIFACT_TYPE_BUNDLE;
    if (!isOurs || ephemeral === undefined) continue;
    const binary = annotations[ANNOTATION_BINARY] ?? annotations[ANNOTATION_TITLE] ?? '';
    yield { ...ephemeral, tag, digest: stored.digest, binary };
  }
}
