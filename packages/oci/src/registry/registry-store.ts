import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource, GrowingBlob } from '../blob-source.ts';
import { totalling } from '../count-bytes.ts';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestOfBytes, parseDigest } from '../digest.ts';
import type { BlobId, NewManifest, ObjectStore, PutReferrer, StoredManifest } from '../object-store.ts';
import { OciError } from '../oci-error.ts';
import { readWhole } from '../read-whole.ts';
import type { RegistryReference } from '../reference.ts';
import type { Tag } from '../tag.ts';
import { verifyContent } from '../verify-content.ts';
import type { RetryTiming } from './back-off.ts';
import type { Credentials } from './credentials.ts';
import { deleteManifest } from './delete-manifest.ts';
import { directTransport } from './direct.ts';
import { downloadBlob } from './download-blob.ts';
import { downloadRange } from './download-range.ts';
import { endpointOf, shown } from './endpoint.ts';
import { listReferrers, type Repository } from './list-referrers.ts';
import { listRemoteTags } from './list-tags.ts';
import { mountBlob } from './mount-blob.ts';
import { putReferrer } from './put-referrer.ts';
import { RegistryHttp } from './registry-http.ts';
import { RegistryManifests, type TaggedManifest } from './registry-manifests.ts';
import { mediaTypeOf, type Transport } from './transport.ts';
import { uploadBlob } from './upload-blob.ts';
import { uploadGrowing } from './upload-growing.ts';

export interface RegistryStoreOptions {
  readonly reference: RegistryReference;
  /** Asked once, when the registry first wants to know who we are. */
  readonly credentials?: (host: string) => Promise<Credentials | undefined>;
  readonly signal?: AbortSignal;
  readonly retry?: Partial<RetryTiming>;
  /** Node's HTTP client where none is given. */
  readonly transport?: Transport;
  /** Hosts (with port) that are asked by plain HTTP although they are not loopback. */
  readonly plainHttp?: readonly string[];
  /** How long other writers of a tag get to show themselves; default 200 ms. */
  readonly settleMs?: number;
}

const ignored = (): void => undefined;
/** A blob of this size costs no more to read than to ask about. */
const READ_BACK_BYTES = 64 * 1024;

/** A repository of an OCI registry as an object store (distribution-spec 1.1). */
export class RegistryStore implements ObjectStore {
  readonly name: string;
  readonly #endpoint: URL;
  readonly #http: RegistryHttp;
  readonly #manifests: RegistryManifests;
  /** Of the repository. */
  readonly #name: string;
  readonly #settleMs: number;
  #takesStreams = true;

  constructor(options: RegistryStoreOptions) {
    const { reference } = options;
    this.#settleMs = options.settleMs ?? 200;
    this.name = reference.text;
    this.#name = reference.repository;
    this.#endpoint = endpointOf(reference, options.plainHttp);
    let asked: Promise<Credentials | undefined> | undefined;
    this.#http = new RegistryHttp({
      endpoint: this.#endpoint,
      repository: reference.repository,
      store: this.name,
      transport: options.transport ?? directTransport(),
      credentials: () => {
        asked ??= options.credentials?.(reference.host) ?? Promise.resolve(undefined);
        return asked;
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.retry === undefined ? {} : { retry: options.retry }),
    });
    this.#manifests = new RegistryManifests(this.#http, this.#endpoint, this.#settleMs);
  }

  async assertReadable(): Promise<void> {}

  async hasBlob(blob: BlobId): Promise<boolean> {
    const url = this.#blobUrl(blob.digest);
    const response = await this.#http.send({ method: 'HEAD', url, expect: [200, 404] });
    response.discard();
    if (response.status === 404) return false;
    const length = response.header('content-length');
    // A page of a portal answers 200 to everything, mostly without a length: no blob is taken for stored on its word.
    return length !== null && Number(length) === blob.size && mediaTypeOf(response) !== 'text/html';
  }

  async proveBlob(blob: BlobId, tail?: BlobId): Promise<void> {
    if (blob.size <= READ_BACK_BYTES) {
      await readWhole(await this.getBlob(blob), READ_BACK_BYTES, this.name);
      return;
    }
    const read = tail && (await this.getBlobRange(blob, blob.size - tail.size, tail.size));
    if (tail !== undefined && read !== undefined) {
      const digest = digestOfBytes(read);
      if (digest === tail.digest) return;
      throw new OciError(
        `the last ${tail.size} bytes of blob ${blob.digest} have digest ${digest} there, not ${tail.digest}`,
        {
          kind: 'malformed',
          code: 'DIGEST_MISMATCH',
          file: this.name,
          next: 'Check the registry or the proxy in front of it.',
        },
      );
    }
    if (await this.hasBlob(blob)) return;
    throw new OciError(`blob ${blob.digest} of ${blob.size} bytes is not there`, {
      kind: 'unavailable',
      code: 'BLOB_MISSING',
      file: this.name,
      next: 'Publish it again.',
    });
  }

  async putBlob(source: BlobSource, onBytes: (count: number) => void = ignored): Promise<boolean> {
    if (await this.hasBlob(source)) return false;
    const isThere = (): Promise<boolean> => this.hasBlob(source);
    await uploadBlob(this.#http, this.#endpoint, source, isThere, totalling(onBytes));
    return true;
  }

  async streamBlob(growing: GrowingBlob, onBytes: (count: number) => void = ignored): Promise<boolean> {
    if (!this.#takesStreams) return this.putBlob(await growing.whole, onBytes);
    return uploadGrowing({
      http: this.#http,
      endpoint: this.#endpoint,
      growing,
      isThere: (source) => this.hasBlob(source),
      progress: totalling(onBytes),
      onRefusal: () => {
        this.#takesStreams = false;
      },
    });
  }

  async getBlob(blob: BlobId): Promise<Readable> {
    const url = this.#blobUrl(blob.digest);
    const content = await downloadBlob(this.#http, url, blob);
    if (content === undefined) throw this.#blobMissing(blob);
    const checked = verifyContent(blob, shown(url));
    pipeline(content, checked).catch(() => undefined);
    return checked;
  }

  async getBlobRange(blob: BlobId, start: number, length: number): Promise<Buffer | undefined> {
    const range = await downloadRange(this.#http, this.#blobUrl(blob.digest), { blob, start, length });
    if (range === 'missing') throw this.#blobMissing(blob);
    return range;
  }

  putManifest(manifest: NewManifest): Promise<Digest> {
    return this.#manifests.put(manifest);
  }

  swapManifest(manifest: TaggedManifest, before: Digest | undefined): Promise<boolean> {
    return this.#manifests.swap(manifest, before);
  }

  getManifest(object: Digest | Tag): Promise<StoredManifest | undefined> {
    return this.#manifests.get(object);
  }

  resolveTag(tag: Tag): Promise<Descriptor | undefined> {
    return this.#manifests.resolve(tag);
  }

  listTags(): AsyncIterable<Tag> {
    return listRemoteTags(this.#http, this.#endpoint);
  }

  async deleteTag(tag: Tag): Promise<boolean> {
    const there = await this.resolveTag(tag);
    if (there === undefined) return false;
    // By digest every other tag of that manifest goes with it: said in docs/registries.md.
    if ((await this.#delete(tag)) === 'unsupported') await this.#delete(there.digest);
    return true;
  }

  async deleteManifest(digest: Digest): Promise<boolean> {
    return (await this.#delete(digest)) === 'deleted';
  }

  async referrers(subject: Digest, artifactType?: string): Promise<readonly Descriptor[]> {
    const { descriptors } = await listReferrers(this.#repository, parseDigest(subject));
    return descriptors.filter(
      (descriptor) => artifactType === undefined || descriptor.artifactType === artifactType,
    );
  }

  putReferrer(manifest: NewManifest): Promise<PutReferrer> {
    return putReferrer(this.#repository, manifest, this.#settleMs);
  }

  async mountBlob(blob: BlobId, from: ObjectStore): Promise<boolean> {
    if (!(from instanceof RegistryStore) || from.#endpoint.origin !== this.#endpoint.origin) return false;
    return mountBlob(this.#http, this.#endpoint, blob, from.#name);
  }

  get #repository(): Repository {
    return { http: this.#http, endpoint: this.#endpoint, store: this };
  }

  #delete(object: Digest | Tag): ReturnType<typeof deleteManifest> {
    return deleteManifest(this.#http, this.#endpoint, object, this.name);
  }

  #blobMissing(blob: BlobId): OciError {
    return new OciError(`blob ${blob.digest} is not there`, {
      kind: 'unavailable',
      code: 'BLOB_MISSING',
      file: this.name,
      next: 'Publish it again.',
    });
  }

  #blobUrl(digest: Digest): URL {
    return new URL(`blobs/${parseDigest(digest)}`, this.#endpoint);
  }
}
