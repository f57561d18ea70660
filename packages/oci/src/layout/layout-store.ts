import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type BlobSource, blobOfBytes, type GrowingBlob } from '../blob-source.ts';
import { countBytes } from '../count-bytes.ts';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestOfBytes, isDigest, parseDigest } from '../digest.ts';
import { MAX_MANIFEST_BYTES } from '../media-types.ts';
import type { BlobId, NewManifest, ObjectStore, PutReferrer, StoredManifest } from '../object-store.ts';
import { cancelled, OciError } from '../oci-error.ts';
import { readWhole } from '../read-whole.ts';
import { noSubject, referrerOf } from '../referrer.ts';
import type { Tag } from '../tag.ts';
import { verifyContent } from '../verify-content.ts';
import {
  EMPTY_INDEX,
  findTag,
  type LayoutIndex,
  MAX_INDEX_BYTES,
  readLayoutIndex,
  tagOf,
  withManifest,
  without,
} from './layout-index.ts';
import { assertLayoutMarker, writeLayoutMarker } from './layout-marker.ts';
import { blobPath, type LayoutPaths, layoutPaths, makeDirectories, sizeOfFile } from './layout-paths.ts';
import { removeUnneeded } from './remove-unneeded.ts';
import { sweepDrafts, writeDraft } from './write-draft.ts';
import { type LockTiming, withWriteLock } from './write-lock.ts';

/**
 * An OCI image layout as an object store (image-spec 1.1, "Image Layout"). The directory is made by the first write.
 * Blobs and index are written aside and renamed into place; the index is changed under a lock among processes. Reads
 * take no lock: a rename shows the old or the new index, never half of one.
 */
export class LayoutStore implements ObjectStore {
  readonly name: string;
  readonly #paths: LayoutPaths;
  readonly #timing: LockTiming;
  readonly #signal: AbortSignal | undefined;
  #prepared: Promise<void> | undefined;

  constructor(options: {
    readonly directory: string;
    readonly name?: string;
    readonly timing?: LockTiming;
    readonly signal?: AbortSignal;
  }) {
    this.name = options.name ?? `oci-layout:${options.directory}`;
    this.#paths = layoutPaths(options.directory);
    this.#timing = options.timing ?? {};
    this.#signal = options.signal;
  }

  async assertReadable(): Promise<void> {
    if ((await assertLayoutMarker(this.#paths)) === 'absent') {
      throw new OciError('there is no symbol store', {
        kind: 'request',
        code: 'STORE_MISSING',
        file: this.#paths.root,
        next: 'Check the directory, or publish to it first: `gosymbols publish --store oci-layout:DIR`.',
      });
    }
  }

  async hasBlob(blob: BlobId): Promise<boolean> {
    return (await sizeOfFile(blobPath(this.#paths, parseDigest(blob.digest)))) === blob.size;
  }

  async proveBlob(blob: BlobId): Promise<void> {
    const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
    await pipeline(await this.getBlob(blob), nowhere);
  }

  async putBlob(source: BlobSource, onBytes?: (count: number) => void): Promise<boolean> {
    await this.#prepare();
    if (await this.hasBlob(source)) return false;
    await writeDraft({
      drafts: this.#paths.drafts,
      target: blobPath(this.#paths, parseDigest(source.digest)),
      source: source.open(),
      check: [
        ...(onBytes === undefined ? [] : [countBytes(onBytes)]),
        verifyContent(source, this.#paths.root),
      ],
    });
    return true;
  }

  async streamBlob(growing: GrowingBlob, onBytes?: (count: number) => void): Promise<boolean> {
    return this.putBlob(await growing.whole, onBytes);
  }

  async getBlob(blob: BlobId): Promise<Readable> {
    const path = blobPath(this.#paths, parseDigest(blob.digest, this.name));
    const size = await sizeOfFile(path);
    if (size === undefined) {
      throw new OciError(`blob ${blob.digest} is not there`, {
        kind: 'malformed',
        code: 'BLOB_MISSING',
        file: this.#paths.root,
        next: 'The layout is incomplete: copy it again with all blobs, or publish again.',
      });
    }
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const file = handle.createReadStream({ highWaterMark: 256 * 1024 });
    const checked = verifyContent(blob, path);
    pipeline(file, checked).catch(() => undefined);
    return checked;
  }

  async getBlobRange(blob: BlobId, start: number, length: number): Promise<Buffer | undefined> {
    const path = blobPath(this.#paths, parseDigest(blob.digest, this.name));
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
      return bytesRead === length ? buffer : undefined;
    } finally {
      await handle.close();
    }
  }

  async putManifest(manifest: NewManifest): Promise<Digest> {
    const descriptor = await this.#putManifestBlob(manifest);
    await this.#changeIndex((index) => withManifest(index, descriptor, manifest.tag));
    return descriptor.digest;
  }

  async swapManifest(
    manifest: NewManifest & { readonly tag: Tag },
    before: Digest | undefined,
  ): Promise<boolean> {
    const descriptor = await this.#putManifestBlob(manifest);
    let swapped = false;
    await this.#changeIndex((index) => {
      swapped = findTag(index, manifest.tag, this.#paths.index)?.digest === before;
      return swapped ? withManifest(index, descriptor, manifest.tag) : undefined;
    });
    return swapped;
  }

  async getManifest(object: Digest | Tag): Promise<StoredManifest | undefined> {
    const index = await this.#readIndex();
    const descriptor = isDigest(object)
      ? index.manifests.find(({ digest }) => digest === object)
      : findTag(index, object, this.#paths.index);
    if (descriptor === undefined) return undefined;
    const { mediaType, digest, size } = descriptor;
    if (size > MAX_MANIFEST_BYTES) throw tooLarge(size, this.name);
    const bytes = await readWhole(await this.getBlob(descriptor), MAX_MANIFEST_BYTES, this.name);
    return { mediaType, digest, bytes };
  }

  async resolveTag(tag: Tag): Promise<Descriptor | undefined> {
    return findTag(await this.#readIndex(), tag, this.#paths.index);
  }

  async *listTags(): AsyncIterable<Tag> {
    const { manifests } = await this.#readIndex();
    yield* new Set(manifests.map(tagOf).filter((tag) => tag !== undefined));
  }

  deleteTag(tag: Tag): Promise<boolean> {
    return this.#remove((descriptor) => tagOf(descriptor) === tag);
  }

  deleteManifest(digest: Digest): Promise<boolean> {
    return this.#remove((descriptor) => descriptor.digest === digest);
  }

  /** The image-spec has no list of referrers for a layout: every manifest of the index is read. */
  async referrers(subject: Digest, artifactType?: string): Promise<readonly Descriptor[]> {
    const found = new Map<Digest, Descriptor>();
    for (const { digest, size } of (await this.#readIndex()).manifests) {
      if (found.has(digest) || size > MAX_MANIFEST_BYTES) continue;
      const manifest = await this.getManifest(digest);
      const referrer = manifest && referrerOf(manifest);
      if (referrer?.subject !== subject) continue;
      if (artifactType !== undefined && referrer.descriptor.artifactType !== artifactType) continue;
      found.set(digest, referrer.descriptor);
    }
    return [...found.values()];
  }

  async putReferrer(manifest: NewManifest): Promise<PutReferrer> {
    if (referrerOf(manifest) === undefined) throw noSubject(this.name);
    return { digest: await this.putManifest(manifest), listedBy: 'index' };
  }

  async mountBlob(blob: BlobId, from: ObjectStore): Promise<boolean> {
    if (!(from instanceof LayoutStore) || !(await from.hasBlob(blob))) return false;
    const content = await from.getBlob(blob);
    await this.putBlob({ ...blob, open: () => content });
    return true;
  }

  async #remove(unwanted: (descriptor: Descriptor) => boolean): Promise<boolean> {
    if ((await assertLayoutMarker(this.#paths)) === 'absent') return false;
    let removed: readonly Descriptor[] = [];
    await this.#changeIndex(
      (index) => {
        const change = without(index, unwanted);
        removed = change?.removed ?? [];
        return change?.index;
      },
      async (index) => removeUnneeded(this.#paths, removed, index),
    );
    return removed.length > 0;
  }

  async #putManifestBlob(manifest: NewManifest): Promise<Descriptor> {
    if (manifest.bytes.length > MAX_MANIFEST_BYTES) throw tooLarge(manifest.bytes.length, this.name);
    await this.putBlob(blobOfBytes(manifest.bytes));
    return {
      mediaType: manifest.mediaType,
      digest: digestOfBytes(manifest.bytes),
      size: manifest.bytes.length,
      ...(manifest.platform === undefined ? {} : { platform: manifest.platform }),
    };
  }

  /** Read, change, write under the lock; `change` gives undefined to leave the index as it is. */
  async #changeIndex(
    change: (index: LayoutIndex) => LayoutIndex | undefined,
    then?: (index: LayoutIndex) => Promise<void>,
  ): Promise<void> {
    const { drafts, flags, index } = this.#paths;
    this.#assertRunning();
    await withWriteLock(flags, this.#timing, async (stillHeld) => {
      this.#assertRunning();
      const next = change(await this.#readIndex());
      if (next === undefined) return;
      const source = Readable.from([Buffer.from(JSON.stringify(next.document))]);
      await writeDraft({ drafts, target: index, source, check: [], ready: stillHeld });
      await then?.(next);
    });
  }

  #assertRunning(): void {
    if (this.#signal?.aborted) throw cancelled(this.name, this.#signal.reason);
  }

  /** A layout that is not there yet, or has no index yet, is empty. */
  async #readIndex(): Promise<LayoutIndex> {
    if ((await assertLayoutMarker(this.#paths)) === 'absent') return EMPTY_INDEX;
    const { index } = this.#paths;
    try {
      const file = await open(index, 'r');
      const stream = file.createReadStream({ highWaterMark: 256 * 1024 });
      return readLayoutIndex(await readWhole(stream, MAX_INDEX_BYTES, index), index);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return EMPTY_INDEX;
      throw error;
    }
  }

  async #prepare(): Promise<void> {
    this.#assertRunning();
    this.#prepared ??= (async () => {
      await assertLayoutMarker(this.#paths);
      await makeDirectories(this.#paths);
      await writeLayoutMarker(this.#paths);
      await sweepDrafts(this.#paths.drafts);
    })();
    await this.#prepared;
  }
}

function tooLarge(size: number, file: string): OciError {
  return new OciError(`manifest of ${size} bytes, more than ${MAX_MANIFEST_BYTES}`, {
    kind: 'malformed',
    code: 'MANIFEST_TOO_LARGE',
    file,
  });
}
