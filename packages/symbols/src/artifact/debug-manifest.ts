import {
  ANNOTATION_CREATED,
  ANNOTATION_REVISION,
  ANNOTATION_SOURCE,
  ANNOTATION_TITLE,
  type BlobSource,
  blobOfBytes,
  type Descriptor,
  type Digest,
  type ImageConfig,
  type ImageManifest,
  MEDIA_TYPE_IMAGE_CONFIG,
  MEDIA_TYPE_IMAGE_MANIFEST,
  type OciPlatform,
} from '@gosymbols/oci';
import {
  ANNOTATION_BINARY,
  ANNOTATION_CONSTANT_ID,
  ANNOTATION_DEBUG_DIGEST,
  ANNOTATION_DEBUG_SIZE,
  ANNOTATION_FILE_ID,
  ANNOTATION_GNU_ID,
  ANNOTATION_GO_ID,
  ANNOTATION_KEY,
  ANNOTATION_KEY_FROM,
  ANNOTATION_TOOL_VERSION,
  ARTIFACT_TYPE_DEBUG,
} from './annotation-keys.ts';
import { type DebugQuality, qualityAnnotations } from './debug-quality.ts';
import { type Ephemeral, ephemeralAnnotations } from './ephemeral.ts';
import type { Identities, SymbolKey } from './symbol-key.ts';

/** What a symbol artifact says about its binary, next to the layer. */
export interface SymbolFacts {
  readonly key: SymbolKey;
  readonly identities: Identities;
  /** Of the debug file inside the layer. */
  readonly debug: { readonly digest: Digest; readonly size: number };
  /** Name of the binary, for people. */
  readonly binary: string;
  readonly platform: OciPlatform;
  readonly toolVersion: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly source?: { readonly repository?: string; readonly commit?: string };
  readonly quality?: DebugQuality | undefined;
  readonly ephemeral?: Ephemeral | undefined;
}

export interface LayerFacts {
  readonly descriptor: Descriptor;
  /** Digest of the uncompressed tar. */
  readonly diffId: Digest;
}

/** A manifest and its config, ready to be stored. The same facts give the same bytes. */
export interface ManifestDraft {
  readonly manifest: ImageManifest;
  readonly bytes: Uint8Array;
  readonly config: BlobSource;
  readonly platform: OciPlatform;
}

/** @param layers the debug file's first */
export function debugManifest(facts: SymbolFacts, layers: readonly LayerFacts[]): ManifestDraft {
  const { key, identities, debug, source, quality, ephemeral } = facts;
  const annotations = sorted({
    [ANNOTATION_KEY]: key.hex,
    [ANNOTATION_KEY_FROM]: key.from,
    [ANNOTATION_GNU_ID]: identities.gnu,
    [ANNOTATION_GO_ID]: identities.go,
    [ANNOTATION_FILE_ID]: identities.file,
    [ANNOTATION_CONSTANT_ID]: identities.constant,
    [ANNOTATION_DEBUG_DIGEST]: debug.digest,
    [ANNOTATION_DEBUG_SIZE]: String(debug.size),
    [ANNOTATION_BINARY]: facts.binary,
    [ANNOTATION_TOOL_VERSION]: facts.toolVersion,
    [ANNOTATION_TITLE]: `debug symbols of ${facts.binary}`,
    [ANNOTATION_CREATED]: timeText(facts.time),
    [ANNOTATION_SOURCE]: source?.repository,
    [ANNOTATION_REVISION]: source?.commit,
    ...qualityAnnotations(quality),
    ...ephemeralAnnotations(ephemeral),
  });
  return imageManifest({
    artifactType: ARTIFACT_TYPE_DEBUG,
    annotations,
    layers,
    platform: facts.platform,
    time: facts.time,
  });
}

/** The common shape: a real image config, so that containerd unpacks and mounts it. */
export function imageManifest(parts: {
  readonly artifactType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers: readonly LayerFacts[];
  readonly platform: OciPlatform;
  /** Seconds since 1970. */
  readonly time: number;
  readonly subject?: Descriptor;
}): ManifestDraft {
  const { os, architecture, variant } = parts.platform;
  const created = timeText(parts.time);
  const image: ImageConfig = {
    created,
    architecture,
    os,
    ...(variant === undefined ? {} : { variant }),
    config: {},
    rootfs: { type: 'layers', diff_ids: parts.layers.map(({ diffId }) => diffId) },
    history: parts.layers.map(() => ({ created, created_by: 'gosymbols publish' })),
  };
  const config = blobOfBytes(Buffer.from(JSON.stringify(image)));
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
    artifactType: parts.artifactType,
    config: { mediaType: MEDIA_TYPE_IMAGE_CONFIG, digest: config.digest, size: config.size },
    layers: parts.layers.map(({ descriptor }) => descriptor),
    ...(parts.subject === undefined ? {} : { subject: parts.subject }),
    annotations: parts.annotations,
  };
  return { manifest, bytes: Buffer.from(JSON.stringify(manifest)), config, platform: parts.platform };
}

export function sorted(annotations: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(annotations).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** RFC 3339, as the annotation's definition asks. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
