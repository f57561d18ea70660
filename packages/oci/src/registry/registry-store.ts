import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource, GrowingBlob } from '../blob-source.ts';
import { totalling } from '../count-bytes.ts';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestOfBytes, isDigest, parseDigest } from '../digest.ts';
import { MANIFEST_MEDIA_TYPES, MAX_MANIFEST_BYTES } from '../media-types.ts';
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
import { endpointOf, shown } from './endpoint.ts';
import { listReferrers, type Repository } from './list-referrers.ts';
import { listRemoteTags } from './list-tags.ts';
import { mountBlob } from './mount-blob.ts';
import { putReferrer } from './put-referrer.ts';
import { RegistryHttp } from './registry-http.ts';
import type { Answer, Transport } from './transport.ts';
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
const ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(', ') };

/** A repository of an OCI registry as an object store (distribution-spec 1.1). */
export class RegistryStore implements ObjectStore {
  readonly name: string;
  readonly #endpoint: URL;
  readonly #http: RegistryHttp;
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
    const url = this.#blobUrl(blob.digest);
    const headers = { range: `bytes=${start}-${start + length - 1}` };
    const response = await this.#http.send({ method: 'GET', url, headers, expect: [200, 206, 404, 416] });
    // Gitea ignores ranges and answers 200; a server may also answer 206 with another range than was asked for.
    const [, first, last, total] =
      /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header('content-range') ?? '') ?? [];
    const isThatBlob = total === '*' || Number(total) === blob.size;
    const isThatRange = isThatBlob && Number(first) === start && Number(last) === start + length - 1;
    if (response.status !== 206 || !isThatRange) {
      response.discard();
      if (response.status === 404) throw this.#blobMissing(blob);
      return undefined;
    }
    const bytes = await readWhole(response.body, length, shown(url));
    return bytes.length === length ? bytes : undefined;
  }

  async putManifest(manifest: NewManifest): Promise<Digest> {
    const digest = digestOfBytes(manifest.bytes);
    const bytes = Buffer.from(manifest.bytes);
    const response = await this.#http.send({
      method: 'PUT',
      url: this.#manifestUrl(manifest.tag ?? digest),
      headers: { 'content-type': manifest.mediaType },
      body: { size: bytes.length, open: () => Readable.from([bytes]) },
      expect: [201],
    });
    response.discard();
    return digest;
  }

  async swapManifest(
    manifest: NewManifest & { readonly tag: Tag },
    before: Digest | undefined,
  ): Promise<boolean> {
    if ((await this.resolveTag(manifest.tag))?.digest !== before) return false;
    const started = performance.now();
    let digest: Digest;
    try {
      digest = await this.putManifest(manifest);
    } catch (error) {
      if (error instanceof OciError && error.status === 412) return false;
      throw error;
    }
    await this.#http.pause(Math.max(this.#settleMs, 4 * (performance.now() - started)));
    return (await this.resolveTag(manifest.tag))?.digest === digest;
  }

  async getManifest(object: Digest | Tag): Promise<StoredManifest | undefined> {
    const url = this.#manifestUrl(object);
    const call = { method: 'GET', url, headers: ACCEPT, expect: [200, 404] } as const;
    const { response, bytes } = await this.#http.read(call, MAX_MANIFEST_BYTES);
    if (response.status === 404) return undefined;
    const digest = digestOfBytes(bytes);
    const promised = isDigest(object) ? object : response.header('docker-content-digest');
    if (promised !== null && promised !== digest) {
      throw new OciError(`manifest ${promised} has content of digest ${digest}`, {
        kind: 'malformed',
        code: 'DIGEST_MISMATCH',
        file: shown(url),
        next: 'Check the registry or the proxy in front of it.',
      });
    }
    return { mediaType: mediaTypeOf(response), digest, bytes };
  }

  async resolveTag(tag: Tag): Promise<Descriptor | undefined> {
    const url = this.#manifestUrl(tag);
    const response = await this.#http.send({ method: 'HEAD', url, headers: ACCEPT, expect: [200, 404] });
    response.discard();
    if (response.status === 404) return undefined;
    const digest = response.header('docker-content-digest');
    const size = Number(response.header('content-length') ?? Number.NaN);
    if (digest !== null && Number.isSafeInteger(size)) {
      return { mediaType: mediaTypeOf(response), digest: parseDigest(digest, shown(url)), size };
    }
    // Both headers are optional in the distribution-spec.
    const whole = await this.getManifest(tag);
    return whole && { mediaType: whole.mediaType, digest: whole.digest, size: whole.bytes.length };
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

  #manifestUrl(object: Digest | Tag): URL {
    return new URL(`manifests/${object}`, this.#endpoint);
  }
}

function mediaTypeOf(response: Answer): string {
  return (response.header('content-type') ?? '').split(';')[0]?.trim() ?? '';
}
