import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource } from '../blob-source.ts';
import { OciError } from '../oci-error.ts';
import { partOf } from '../part-of.ts';
import { verifyContent } from '../verify-content.ts';
import { followable, shown } from './endpoint.ts';
import { EMPTY_BODY, type RegistryHttp } from './registry-http.ts';
import type { Answer } from './transport.ts';

/** What a cut costs at most when an upload goes by chunks. */
export const MAX_CHUNK_BYTES: number = 16 * 1024 * 1024;

const OCTETS = { 'content-type': 'application/octet-stream' };

/** One upload session of a registry (distribution-spec 1.1, "Pushing blobs"). */
export class UploadSession {
  readonly #http: RegistryHttp;
  readonly #source: BlobSource;
  readonly #progress: (to: number) => void;
  readonly #minChunk: number;
  #url: URL;
  #offset = 0;

  private constructor(
    http: RegistryHttp,
    source: BlobSource,
    progress: (to: number) => void,
    opened: { readonly url: URL; readonly minChunk: number },
  ) {
    this.#http = http;
    this.#source = source;
    this.#progress = progress;
    this.#url = opened.url;
    this.#minChunk = opened.minChunk;
  }

  static async begin(
    http: RegistryHttp,
    endpoint: URL,
    source: BlobSource,
    progress: (to: number) => void,
  ): Promise<UploadSession> {
    const begin = new URL('blobs/uploads/', endpoint);
    const opened = await http.send({ method: 'POST', url: begin, body: EMPTY_BODY, expect: [202] });
    opened.discard();
    const url = followable(opened.header('location'), begin);
    const minChunk = Number(opened.header('oci-chunk-min-length') ?? 1) || 1;
    return new UploadSession(http, source, progress, { url, minChunk });
  }

  /** Bytes that the registry has. */
  get offset(): number {
    return this.#offset;
  }

  /** Sends what is missing, in pieces of `chunk` bytes, or all at once, and closes the session. */
  async send(chunk: number): Promise<void> {
    const { size, digest } = this.#source;
    const whole = this.#offset === 0 && size <= chunk;
    while (!whole && this.#offset < size) await this.#sendChunk(Math.max(chunk, this.#minChunk));
    const url = new URL(this.#url);
    url.searchParams.set('digest', digest);
    const response = await this.#http.send({
      method: 'PUT',
      url,
      headers: OCTETS,
      body: whole ? { size, open: () => this.#part(0, size) } : EMPTY_BODY,
      expect: [201],
      retry: false,
    });
    response.discard();
    this.#offset = size;
  }

  /**
   * Asks how much arrived. Undefined where the session is gone, or says 0-0: that is how distribution spells nothing.
   */
  async resumed(): Promise<UploadSession | undefined> {
    try {
      const response = await this.#http.send({ method: 'GET', url: this.#url, expect: [204], retry: false });
      response.discard();
      const end = endOf(response);
      if (end === undefined || end < 1 || end >= this.#source.size) return undefined;
      this.#moveTo(response, end + 1);
      return this;
    } catch (error) {
      if (error instanceof OciError && error.code !== 'ABORTED') return undefined;
      throw error;
    }
  }

  async #sendChunk(chunk: number): Promise<void> {
    const start = this.#offset;
    const size = Math.min(chunk, this.#source.size - start);
    const response = await this.#http.send({
      method: 'PATCH',
      url: this.#url,
      headers: { ...OCTETS, 'content-range': `${start}-${start + size - 1}` },
      body: { size, open: () => this.#part(start, size) },
      expect: [202],
      retry: false,
    });
    response.discard();
    const end = endOf(response) ?? start + size - 1;
    if (end < start || end >= start + size) {
      throw new OciError(
        `the registry says it has bytes 0-${end} after ${start}-${start + size - 1} were sent`,
        {
          kind: 'unavailable',
          code: 'REGISTRY_ANSWER',
          file: shown(this.#url),
          next: 'Check the registry or the proxy in front of it.',
        },
      );
    }
    this.#moveTo(response, end + 1);
  }

  #moveTo(response: Answer, offset: number): void {
    const location = response.header('location');
    if (location !== null) this.#url = followable(location, this.#url);
    this.#offset = offset;
    this.#progress(offset);
  }

  /** A file that changed since it was hashed fails the upload instead of confusing the registry. */
  #part(start: number, size: number): Readable {
    const isWhole = start === 0 && size === this.#source.size;
    let at = start;
    this.#progress(start);
    const count = new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        at += piece.length;
        this.#progress(at);
        done(null, piece);
      },
    });
    const content = isWhole ? this.#source.open() : partOf(this.#source, start, size);
    const through = isWhole ? [verifyContent(this.#source, this.#source.digest)] : [];
    pipeline([content, ...through, count]).catch(() => undefined);
    return count;
  }
}

/** The last byte of `Range: 0-<end>`; registries write it with and without `bytes=`. */
function endOf(response: Answer): number | undefined {
  const end = /^(?:bytes=)?0-(\d+)$/.exec(response.header('range') ?? '')?.[1];
  return end === undefined ? undefined : Number(end);
}
