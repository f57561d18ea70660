import { join } from 'node:path';
import { type Descriptor, type Digest, type ObjectStore, OciError, parseDigest } from '@gosymbols/oci';
import type { BundleMember } from '../artifact/bundle-manifest.ts';
import { debugManifest, type LayerFacts, type ManifestDraft } from '../artifact/debug-manifest.ts';
import { type FoundSymbols, foundSymbols } from '../artifact/found-symbols.ts';
import { contentOfLayer, fileOfLayer, frameIndexOf } from '../artifact/layer-annotations.ts';
import {
  buildIdPath,
  executablePath,
  keyOfTag,
  type SymbolKey,
  symbolKeyOf,
  type Term,
  tagOfKey,
} from '../artifact/symbol-key.ts';
import type { DebugCache } from '../cache/debug-cache.ts';
import type { LayerCompression } from '../layer/make-layer.ts';
import { RangedFile } from '../layer/ranged-file.ts';
import type { PublishReceipt } from '../receipt.ts';
import { SymbolError } from '../symbol-error.ts';
import { extractFile } from './extract-file.ts';
import {
  type Artifact,
  type ArtifactOptions,
  factsOf,
  makeArtifact,
  startArtifact,
} from './make-artifact.ts';
import type { NewSymbols } from './new-symbols.ts';
import { refusal, type Standing, standingTo } from './standing.ts';
import { diffIdsOf, layersOf, usableLayers } from './stored-layers.ts';
import { isThere } from './write-debug-file.ts';

export interface SymbolStoreOptions {
  readonly objects: ObjectStore;
  readonly toolVersion: string;
  /** Layers are made in this folder before they are stored. Asked for when one is made. */
  readonly tempDir: () => string;
  /** Seconds since 1970 (see `buildTime`). */
  readonly time: number;
  readonly compression?: LayerCompression;
}

/** Publishers of different debug files of one build may overtake each other so often. */
const ATTEMPTS = 5;

/** Debug files by build ID, in a store of OCI objects. */
export class SymbolStore {
  readonly objects: ObjectStore;
  readonly #options: SymbolStoreOptions;

  constructor(options: SymbolStoreOptions) {
    this.objects = options.objects;
    this.#options = options;
  }

  /** What the tag of this key leads to; undefined when there is none. @throws SymbolError `SYMBOLS_NOT_READABLE` */
  async find(key: Pick<SymbolKey, 'hex'>, term: Term = 'release'): Promise<FoundSymbols | undefined> {
    const stored = await this.objects.getManifest(tagOfKey(key, term));
    return stored && foundSymbols(stored, { hex: key.hex, term }, this.objects.name);
  }

  /** Those that a receipt's tag names. */
  async findTagged(key: Pick<SymbolKey, 'hex'>, tag: string): Promise<FoundSymbols | undefined> {
    return this.find(key, keyOfTag(tag)?.term);
  }

  /** Are there symbols of this key, with their layer? */
  async has(key: Pick<SymbolKey, 'hex'>): Promise<boolean> {
    const found = await this.find(key);
    return found !== undefined && this.objects.hasBlob(found.layer);
  }

  /** What `put` would find. */
  async standingOf(
    symbols: NewSymbols,
    isThere: (blob: Descriptor) => Promise<boolean> = (blob) => this.objects.hasBlob(blob),
  ): Promise<Standing> {
    const key = symbolKeyOf(symbols.identities);
    const release = await standingTo(symbols, await this.find(key), isThere);
    // A release that has the very same symbols serves an ephemeral build as well.
    if (symbols.ephemeral === undefined || release.is === 'equal') return release;
    return standingTo(symbols, await this.find(key, 'ephemeral'), isThere);
  }

  /**
   * Publishes one debug file: skipped when the equal one is there; stored, read back and looked up by its key
   * otherwise.
   * @throws SymbolError `SYMBOLS_DIFFER` when a debug file of another build is there under the same key,
   * `SYMBOLS_POORER` when a better one of this build is
   */
  async put(symbols: NewSymbols, onBytes?: (count: number) => void): Promise<PublishReceipt> {
    let stored: Digest | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const standing = await (stored === undefined
        ? this.standingOf(symbols)
        : this.standingOf(symbols, (blob) => this.#readsBack(blob)));
      const refused = refusal(symbols, standing, this.objects.name);
      if (refused !== undefined) throw refused;
      if (standing.is === 'equal') return this.#receipt(standing.found, stored === undefined);
      if (standing.is === 'absent' && stored !== undefined) throw this.#lost(symbols, stored);
      stored = await this.#store(symbols, standing, onBytes);
    }
    throw new SymbolError(`${symbols.binary}: other publishers were quicker ${ATTEMPTS} times`, {
      kind: 'unavailable',
      code: 'SYMBOLS_CONTENDED',
      file: this.objects.name,
      next: 'Publish again when they have ended.',
    });
  }

  /** What `put` would store for symbols that stand so: nothing is sent. The caller disposes it. */
  async prepare(symbols: NewSymbols, standing: Standing): Promise<Artifact> {
    return makeArtifact(symbols, this.#artifactOptions(), await this.#keptOf(standing));
  }

  /**
   * Streams the debug file to `target`, atomically, its digest compared with the manifest's.
   * @returns false when it was there already
   */
  async get(
    found: FoundSymbols,
    target: string,
    how: { readonly onBytes?: (count: number) => void; readonly cache?: DebugCache | undefined } = {},
  ): Promise<boolean> {
    const { cache, onBytes } = how;
    if (await isThere(target, found.debug)) return false;
    if ((await cache?.take(found.debug, target)) === true) return true;
    const from = { layer: found.layer, file: found.debug, path: buildIdPath(found.key) };
    await extractFile(this.objects, from, target, onBytes);
    await cache?.keep(found.debug, target);
    return true;
  }

  /** The debug file to be read in parts; undefined where the store or the layer only gives the whole. */
  async openRanged(found: FoundSymbols): Promise<RangedFile | undefined> {
    return RangedFile.open(this.objects, found.layer, {
      path: buildIdPath(found.key),
      size: found.debug.size,
    });
  }

  /** The stripped binary, where the artifact carries it; undefined where it does not, else as `get`. */
  async getExecutable(found: FoundSymbols, target: string): Promise<boolean | undefined> {
    const layer = found.layers.find((candidate) => contentOfLayer(candidate) === 'executable');
    const file = layer && fileOfLayer(layer);
    if (layer === undefined || file === undefined) return undefined;
    if (await isThere(target, file)) return false;
    const from = { layer, file, path: executablePath(found.key), executable: true };
    await extractFile(this.objects, from, target);
    return true;
  }

  /** Reads back what a lookup led to. @throws OciError `BLOB_MISSING`, `DIGEST_MISMATCH` */
  async prove(found: FoundSymbols): Promise<void> {
    const blobs = [found.config, ...found.layers];
    await Promise.all(blobs.map((blob) => this.objects.proveBlob(blob, frameIndexOf(blob))));
  }

  /** Keys of all symbols, in the store's order. For pruning and listing only. */
  async *list(): AsyncIterable<{ readonly key: string; readonly term: Term; readonly tag: string }> {
    for await (const tag of this.objects.listTags()) {
      const key = keyOfTag(tag);
      if (key !== undefined) yield { key: key.hex, term: key.term, tag };
    }
  }

  /** What a bundle takes of them. */
  async memberOf(found: FoundSymbols): Promise<BundleMember> {
    const [diffId] = await diffIdsOf(this.objects, found);
    return {
      key: found.key,
      descriptor: found.layer,
      diffId: parseDigest(diffId, `${this.objects.name} ${found.config.digest}`),
    };
  }

  async #store(symbols: NewSymbols, standing: Standing, onBytes?: (count: number) => void): Promise<Digest> {
    if (standing.is === 'renewed') {
      const draft = await this.#renewed(symbols, standing.found);
      await this.objects.putBlob(draft.config);
      return this.#putManifest(symbols, draft, standing);
    }
    const kept = await this.#keptOf(standing);
    await using artifact = startArtifact(symbols, this.#artifactOptions(), kept);
    const config = artifact.made.then(({ draft }) => this.objects.putBlob(draft.config));
    await Promise.all([
      ...artifact.layers.map(({ blob }) => this.objects.streamBlob(blob, onBytes)),
      ...(symbols.sources === undefined ? [] : [this.objects.putBlob(symbols.sources.blob, onBytes)]),
      config,
    ]);
    const { draft } = await artifact.made;
    // Waited for here: a promise that fails while the artifact is disposed of has nobody to catch it.
    return await this.#putManifest(symbols, draft, standing);
  }

  #artifactOptions(): ArtifactOptions {
    const { toolVersion, time, compression = 'zstd', tempDir } = this.#options;
    return { toolVersion, time, compression, tempDir: tempDir() };
  }

  async #keptOf(standing: Standing): Promise<readonly LayerFacts[]> {
    return standing.is === 'incomplete' ? usableLayers(this.objects, standing.found) : [];
  }

  /** The same layers under a later end. */
  async #renewed(symbols: NewSymbols, found: FoundSymbols): Promise<ManifestDraft> {
    return debugManifest(factsOf(symbols, this.#options), await layersOf(this.objects, found));
  }

  async #putManifest(symbols: NewSymbols, draft: ManifestDraft, standing: Standing): Promise<Digest> {
    const tag = tagOfKey(
      symbolKeyOf(symbols.identities),
      symbols.ephemeral === undefined ? 'release' : 'ephemeral',
    );
    const { bytes, manifest, platform } = draft;
    const next = { mediaType: manifest.mediaType, bytes, tag, platform };
    if (standing.is === 'absent') return this.objects.putManifest(next);
    await this.objects.swapManifest(next, standing.found.digest);
    return standing.found.digest;
  }

  /** As `proveBlob`; false where it is missing. */
  async #readsBack(blob: Descriptor): Promise<boolean> {
    try {
      await this.objects.proveBlob(blob, frameIndexOf(blob));
      return true;
    } catch (error) {
      if (error instanceof OciError && error.code === 'BLOB_MISSING') return false;
      throw error;
    }
  }

  #receipt(found: FoundSymbols, existed: boolean): PublishReceipt {
    return {
      store: this.objects.name,
      tag: found.tag,
      digest: found.digest,
      mediaType: found.mediaType,
      debugDigest: found.debug.digest,
      layerBytes: found.layers.reduce((sum, { size }) => sum + size, 0),
      existed,
      verified: true,
    };
  }

  #lost(symbols: NewSymbols, digest: Digest): SymbolError {
    return new SymbolError(
      `${symbols.binary}: ${digest} was stored, but a lookup by its build ID finds nothing`,
      {
        kind: 'unavailable',
        code: 'SYMBOLS_NOT_FOUND',
        file: this.objects.name,
        next: 'The store lost a tag that it accepted: publish again.',
      },
    );
  }
}

/** Where `get` puts the debug file so that gdb and Delve find it below `directory`. */
export function debugFilePath(directory: string, key: Pick<SymbolKey, 'hex'>): string {
  return join(directory, buildIdPath(key.hex));
}
