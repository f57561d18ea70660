import { type Descriptor, type Digest, isDigest, readManifest, type StoredManifest } from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import {
  ANNOTATION_BINARY,
  ANNOTATION_DEBUG_DIGEST,
  ANNOTATION_DEBUG_SIZE,
  ANNOTATION_FILE_ID,
  ANNOTATION_GNU_ID,
  ANNOTATION_GO_ID,
  ANNOTATION_KEY,
  ANNOTATION_TOOL_VERSION,
  ARTIFACT_TYPE_DEBUG,
} from './annotation-keys.ts';
import { type DebugQuality, readQuality } from './debug-quality.ts';
import { type Ephemeral, readEphemeral } from './ephemeral.ts';
import { contentOfLayer } from './layer-annotations.ts';
import { type Term, tagOfKey } from './symbol-key.ts';

/** Symbols as a store has them: what the manifest says, checked for shape. */
export interface FoundSymbols {
  readonly key: string;
  readonly tag: string;
  /** Of the manifest. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly config: Descriptor;
  /** Of the debug file. */
  readonly layer: Descriptor;
  /** All of them, the debug file's first. */
  readonly layers: readonly Descriptor[];
  readonly debug: { readonly digest: Digest; readonly size: number };
  readonly gnu: string | undefined;
  readonly go: string | undefined;
  readonly file: string | undefined;
  readonly binary: string | undefined;
  readonly toolVersion: string | undefined;
  readonly quality: DebugQuality | undefined;
  readonly ephemeral: Ephemeral | undefined;
}

/** Larger debug files are refused before anything is written: 64 GiB. */
const MAX_DEBUG_BYTES = 64 * 1024 ** 3;

/**
 * Reads a manifest as symbols of the key `hex`.
 * @throws SymbolError `SYMBOLS_NOT_READABLE` when it is something else, or symbols of another key
 */
export function foundSymbols(
  stored: StoredManifest,
  { hex, term }: { readonly hex: string; readonly term: Term },
  store: string,
): FoundSymbols {
  const tag = tagOfKey({ hex }, term);
  const unreadable = (what: string): SymbolError =>
    new SymbolError(`${tag} ${what}`, {
      kind: 'malformed',
      code: 'SYMBOLS_NOT_READABLE',
      file: store,
      next: `Somebody else wrote ${stored.digest}: look at it, then delete the tag and publish again.`,
    });
  const { artifactType, config, layers, annotations = {} } = readManifest(stored.bytes, `${store} ${tag}`);
  if (artifactType !== ARTIFACT_TYPE_DEBUG) throw unreadable(`has artifactType ${artifactType ?? '(none)'}`);
  const key = annotations[ANNOTATION_KEY];
  if (key !== hex) throw unreadable(`says that it holds symbols of ${key ?? '(nothing)'}`);
  const digest = annotations[ANNOTATION_DEBUG_DIGEST];
  const size = Number(annotations[ANNOTATION_DEBUG_SIZE] ?? Number.NaN);
  const ephemeral = readEphemeral(annotations);
  const [layer] = layers;
  if (!isDigest(digest)) throw unreadable(`has no digest of its debug file (${digest ?? 'none'})`);
  if (!Number.isSafeInteger(size) || size < 0 || size > MAX_DEBUG_BYTES) {
    throw unreadable(
      `has no usable size of its debug file (${annotations[ANNOTATION_DEBUG_SIZE] ?? 'none'})`,
    );
  }
  if (layer === undefined) throw unreadable('has no layer');
  if (contentOfLayer(layer) !== 'debug') throw unreadable('does not begin with the layer of its debug file');
  if ((term === 'ephemeral') !== (ephemeral !== undefined)) {
    throw unreadable(
      ephemeral === undefined
        ? 'says no label and no end'
        : `holds what ${ephemeral.label} put there to expire`,
    );
  }
  return {
    key,
    tag,
    digest: stored.digest,
    mediaType: stored.mediaType,
    config,
    layer,
    layers,
    debug: { digest, size },
    gnu: annotations[ANNOTATION_GNU_ID],
    go: annotations[ANNOTATION_GO_ID],
    file: annotations[ANNOTATION_FILE_ID],
    binary: annotations[ANNOTATION_BINARY],
    toolVersion: annotations[ANNOTATION_TOOL_VERSION],
    quality: readQuality(annotations),
    ephemeral,
  };
}

/** The layer with the sources of the module, where the artifact carries one. */
export function sourceLayerOf(found: FoundSymbols): Descriptor | undefined {
  return found.layers.find((layer) => contentOfLayer(layer) === 'source');
}
