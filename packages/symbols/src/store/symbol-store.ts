import { join } from 'node:path';
import {
  type Digest,
  type ObjectStore,
  type OciPlatform,
  parseDigest,
  readConfig,
  readWhole,
} from '@gosymbols/oci';
import { debugManifest, type SymbolFacts } from '../artifact/debug-manifest.ts';
import { type FoundSymbols, foundSymbols } from '../artifact/found-symbols.ts';
import {
  buildIdPath,
  type Identities,
  keyOfTag,
  type SymbolKey,
  symbolKeyOf,
  tagOfKey,
} from '../artifact/symbol-key.ts';
import { type LayerCompression, makeDebugLayer } from '../layer/debug-layer.ts';
import { decompressed } from '../layer/decompress.ts';
import { readDebugFile } from '../layer/read-debug-file.ts';
import type { PublishReceipt } from '../receipt.ts';
import { SymbolError } from '../symbol-error.ts';
import { isThere, writeDebugFile } from './write-debug-file.ts';

/** One debug file to publish. */
export interface NewSymbols {
  readonly path: string;
  /** As the split recorded it; compared while the file is read. */
  readonly debug: { readonly digest: string; readonly size: number };
  readonly identities: Identities;
  readonly binary: string;
  readonly platform: OciPlatform;
  readonly source?: SymbolFacts['source'];
}

export interface SymbolStoreOptions {
  readonly objects: ObjectStore;
  readonly toolVersion: string;
  /** Layers are made in this folder before they are stored. Asked for when one is made. */
  readonly tempDir: () => string;
  /** Seconds since 1970 (see `buildTime`). */
  readonly time: number;
  readonly compression?: LayerCompression;
}

/** How a store stands to a debug file that would be published. */
export type Standing =
  | { readonly is: 'absent' | 'incomplete' }
  | { readonly is: 'equal' | 'different'; readonly found: FoundSymbols };

/** Debug files by build ID, in a store of OCI objects. */
export class SymbolStore {
  readonly objects: ObjectStore;
  readonly #options: SymbolStoreOptions;

  constructor(options: SymbolStoreOptions) {
    this.objects = options.objects;
    this.#options = options;
  }

  /** What the tag of this key leads to; undefined when there is none. @throws SymbolError `SYMBOLS_NOT_READABLE` */
  async find(key: Pick<SymbolKey, 'hex'>): Promise<FoundSymbols | undefined> {
    const stored = await this.objects.getManifest(tagOfKey(key));
    return stored && foundSymbols(stored, key.hex, this.objects.name);
  }

  /** Are there symbols of this key, with their layer? */
  async has(key: Pick<SymbolKey, 'hex'>): Promise<boolean> {
    const found = await this.find(key);
    return found !== undefined && this.objects.hasBlob(found.layer);
  }

  /** What `put` would find. */
  async standingOf(symbols: Pick<NewSymbols, 'identities' | 'debug'>): Promise<Standing> {
    const found = await this.find(symbolKeyOf(symbols.identities));
    if (found === undefined) return { is: 'absent' };
    if (found.debug.digest !== symbols.debug.digest) return { is: 'different', found };
    const complete = await Promise.all([found.config, found.layer].map((blob) => this.objects.hasBlob(blob)));
    return complete.every(Boolean) ? { is: 'equal', found } : { is: 'incomplete' };
  }

  /**
   * Publishes one debug file: skipped when the equal one is there; stored, read back and looked up by its key
   * otherwise.
   * @throws SymbolError `SYMBOLS_DIFFER` when another debug file is there under the same key
   */
  async put(symbols: NewSymbols, onBytes?: (count: number) => void): Promise<PublishReceipt> {
    const standing = await this.standingOf(symbols);
    if (standing.is === 'different') throw this.#conflict(symbols, standing.found);
    if (standing.is === 'equal') return this.#receipt(standing.found, true);
    const digest = await this.#store(symbols, onBytes);
    const found = await this.find(symbolKeyOf(symbols.identities));
    if (found === undefined) throw this.#lost(symbols, digest);
    // Another publisher may have been quicker. Its manifest serves as well if the debug file is the same.
    if (found.debug.digest !== symbols.debug.digest) throw this.#conflict(symbols, found);
    await this.objects.proveBlob(found.config);
    await this.objects.proveBlob(found.layer);
    return this.#receipt(found, false);
  }

  /**
   * Streams the debug file to `target`, atomically, its digest compared with the manifest's.
   * @returns false when it was there already
   */
  async get(found: FoundSymbols, target: string, onBytes?: (count: number) => void): Promise<boolean> {
    if (await isThere(target, found.debug)) return false;
    const layer = `${this.objects.name} ${found.layer.digest}`;
    const tar = decompressed(await this.objects.getBlob(found.layer), found.layer.mediaType, layer);
    const wanted = { path: buildIdPath(found.key), size: found.debug.size };
    await writeDebugFile({
      target,
      content: readDebugFile(tar, wanted, layer),
      debug: found.debug,
      store: layer,
      ...(onBytes === undefined ? {} : { onBytes }),
    });
    return true;
  }

  /** Keys of all symbols, in the store's order. For pruning and listing only. */
  async *list(): AsyncIterable<{ readonly key: string; readonly tag: string }> {
    for await (const tag of this.objects.listTags()) {
      const key = keyOfTag(tag);
      if (key !== undefined) yield { key, tag };
    }
  }

  /** Digest of the uncompressed layer, from the image config. */
  async diffIdOf(found: FoundSymbols): Promise<Digest> {
    const file = `${this.objects.name} ${found.config.digest}`;
    const stream = await this.objects.getBlob(found.config);
    const config = readConfig(await readWhole(stream, 1024 * 1024, file), file);
    return parseDigest(config.rootfs.diff_ids[0], file);
  }

  async #store(symbols: NewSymbols, onBytes?: (count: number) => void): Promise<Digest> {
    const { toolVersion, time, compression = 'zstd' } = this.#options;
    const tempDir = this.#options.tempDir();
    const key = symbolKeyOf(symbols.identities);
    const debug = { digest: parseDigest(symbols.debug.digest, symbols.path), size: symbols.debug.size };
    await using layer = await makeDebugLayer({
      path: symbols.path,
      keyHex: key.hex,
      debug,
      time,
      compression,
      tempDir,
    });
    const { binary, identities, platform, source } = symbols;
    const draft = debugManifest(
      {
        key,
        identities,
        debug,
        binary,
        platform,
        toolVersion,
        time,
        ...(source === undefined ? {} : { source }),
      },
      layer,
    );
    await this.objects.putBlob(layer.blob, onBytes);
    await this.objects.putBlob(draft.config);
    const { bytes, manifest } = draft;
    return this.objects.putManifest({ mediaType: manifest.mediaType, bytes, tag: tagOfKey(key), platform });
  }

  #receipt(found: FoundSymbols, existed: boolean): PublishReceipt {
    return {
      store: this.objects.name,
      tag: found.tag,
      digest: found.digest,
      mediaType: found.mediaType,
      debugDigest: found.debug.digest,
      layerBytes: found.layer.size,
      existed,
      verified: true,
    };
  }

  #conflict(symbols: NewSymbols, found: FoundSymbols): SymbolError {
    return new SymbolError(
      `${symbols.binary}: ${found.tag} stands for debug file ${found.debug.digest} there, this one is ${symbols.debug.digest}`,
      {
        kind: 'request',
        code: 'SYMBOLS_DIFFER',
        file: this.objects.name,
        next: 'Two builds must not share a build ID: split with --build-ids repair, or delete the old tag if it is wrong.',
      },
    );
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
