import { Readable } from 'node:stream';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestOfBytes, isDigest, parseDigest } from '../digest.ts';
import { MANIFEST_MEDIA_TYPES, MAX_MANIFEST_BYTES } from '../media-types.ts';
import type { NewManifest, StoredManifest } from '../object-store.ts';
import { OciError } from '../oci-error.ts';
import type { Tag } from '../tag.ts';
import { shown } from './endpoint.ts';
import type { RegistryHttp } from './registry-http.ts';
import { mediaTypeOf } from './transport.ts';

export type TaggedManifest = NewManifest & { readonly tag: Tag };

const ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(', ') };

/** The manifests and tags of one repository; each method is the one of ObjectStore. */
export class RegistryManifests {
  readonly #http: RegistryHttp;
  readonly #endpoint: URL;
  readonly #settleMs: number;

  constructor(http: RegistryHttp, endpoint: URL, settleMs: number) {
    this.#http = http;
    this.#endpoint = endpoint;
    this.#settleMs = settleMs;
  }

  async put(manifest: NewManifest): Promise<Digest> {
    const digest = digestOfBytes(manifest.bytes);
    const bytes = Buffer.from(manifest.bytes);
    const response = await this.#http.send({
      method: 'PUT',
      url: this.#url(manifest.tag ?? digest),
      headers: { 'content-type': manifest.mediaType },
      body: { size: bytes.length, open: () => Readable.from([bytes]) },
      expect: [201],
    });
    response.discard();
    return digest;
  }

  async swap(manifest: TaggedManifest, before: Digest | undefined): Promise<boolean> {
    if ((await this.resolve(manifest.tag))?.digest !== before) return false;
    const started = performance.now();
    let digest: Digest;
    try {
      digest = await this.put(manifest);
    } catch (error) {
      if (error instanceof OciError && error.status === 412) return false;
      throw error;
    }
    await this.#http.pause(Math.max(this.#settleMs, 4 * (performance.now() - started)));
    return (await this.resolve(manifest.tag))?.digest === digest;
  }

  async get(object: Digest | Tag): Promise<StoredManifest | undefined> {
    const url = this.#url(object);
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

  async resolve(tag: Tag): Promise<Descriptor | undefined> {
    const url = this.#url(tag);
    const response = await this.#http.send({ method: 'HEAD', url, headers: ACCEPT, expect: [200, 404] });
    response.discard();
    if (response.status === 404) return undefined;
    const digest = response.header('docker-content-digest');
    const size = Number(response.header('content-length') ?? Number.NaN);
    if (digest !== null && Number.isSafeInteger(size)) {
      return { mediaType: mediaTypeOf(response), digest: parseDigest(digest, shown(url)), size };
    }
    // Both headers are optional in the distribution-spec.
    const whole = await this.get(tag);
    return whole && { mediaType: whole.mediaType, digest: whole.digest, size: whole.bytes.length };
  }

  #url(object: Digest | Tag): URL {
    return new URL(`manifests/${object}`, this.#endpoint);
  }
}
