import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobSource } from '../blob-source.ts';
import { countBytes } from '../count-bytes.ts';
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
  readonly #progress: (to: number) => void;
  readonly #minChunk: number;
  #url: URL;
  #offset = 0;

  private constructor(
    http: RegistryHttp,
    progress: (to: number) => void,
    opened: { readonly url: URL; readonly minChunk: number },
  ) {
    this.#http = http;
    this.#progress = progress;
    this.#url = opened.url;
    this.#minChunk = opened.minChunk;
  }

  static async begin(
    http: RegistryHttp,
    endpoint: URL,
    progress: (to: number) => void,
  ): Promise<UploadSession> {
    const begin = new URL('blobs/uploads/', endpoint);
    const opened = await http.send({ method: 'POST', url: begin, body: EMPTY_BODY, expect: [202] });
    opened.discard();
    const url = followable(opened.header('location'), begin);
    const minChunk = Number(opened.header('oci-chunk-min-length') ?? 1) || 1;
    return new UploadSession(http, progress, { url, minChunk });
  }

  /** Bytes that the registry has. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Sends bytes whose number is not known yet, in one PATCH without a length. The distribution-spec has chunks of known
   * length only; this is how Docker has always pushed.
   * @param open called again when a renewed token makes it begin again
   */
  async stream(open: () => Readable): Promise<void> {
    let sent = 0;
    const counted = (): Readable => {
      sent = 0;
      this.#progress(0);
      const count = countBytes((bytes) => {
        sent += bytes;
        this.#progress(sent);
      });
      return through(open(), count);
    };
    const response = await this.#http.send({
      method: 'PATCH',
      url: this.#url,
      headers: OCTETS,
      body: { open: counted },
      expect: [202],
      retry: false,
    });
    response.discard();
    const end = endOf(response) ?? sent - 1;
    if (end !== sent - 1) throw this.#unlike(end, `0-${sent - 1}`);
    this.#moveTo(response, sent);
  }

  /** Sends what is missing, in pieces of `chunk` bytes, or all at once, and closes the session. */
  async send(source: BlobSource, chunk: number): Promise<void> {
    const { size, digest } = source;
    const whole = this.#offset === 0 && size <= chunk;
    while (!whole && this.#offset < size) await this.#sendChunk(source, Math.max(chunk, this.#minChunk));
    const url = new URL(this.#url);
    url.searchParams.set('digest', digest);
    const response = await this.#http.send({
      method: 'PUT',
      url,
      headers: OCTETS,
      body: whole ? { size, open: () => this.#part(source, 0, size) } : EMPTY_BODY,
      expect: [201],
      retry: false,
    });
    response.discard();
    this.#offset = size;
  }

  /**
   * Asks how much of `size` bytes arrived. Undefined where the session is gone, or says 0-0: that is how distribution
   * spells nothing.
   */
  async resumed(size: number): Promise<UploadSession | undefined> {
    try {
      const response = await this.#http.send({ method: 'GET', url: this.#url, expect: [204], retry: false });
      response.discard();
      const end = endOf(response);
      if (end === undefined || end < 1 || end >= size) return undefined;
      this.#moveTo(response, end + 1);
      return this;
    } catch (error) {
      if (error instanceof OciError && error.code !== 'ABORTED') return undefined;
      throw error;
    }
  }

  /** Lets the registry forget it; one that cannot forgets it by itself some day. */
  async cancel(): Promise<void> {
    await cancelUpload(this.#http, this.#url);
  }

  async #sendChunk(source: BlobSource, chunk: number): Promise<void> {
    const start = this.#offset;
    const size = Math.min(chunk, source.size - start);
    const response = await this.#http.send({
      method: 'PATCH',
      url: this.#url,
      headers: { ...OCTETS, 'content-range': `${start}-${start + size - 1}` },
      body: { size, open: () => this.#part(source, start, size) },
      expect: [202],
      retry: false,
    });
    response.discard();
    const end = endOf(response) ?? start + size - 1;
    if (end < start || end >= start + size) throw this.#unlike(end, `${start}-${start + size - 1}`);
    this.#moveTo(response, end + 1);
  }

  #moveTo(response: Answer, offset: number): void {
    const location = response.header('location');
    if (location !== null) this.#url = followable(location, this.#url);
    this.#offset = offset;
    this.#progress(offset);
  }

  #unlike(end: number, sent: string): OciError {
    return new OciError(`the registry says it has bytes 0-${end} after ${sent} were sent`, {
      kind: 'unavailable',
      code: 'REGISTRY_ANSWER',
      file: shown(this.#url),
      next: 'Check the registry or the proxy in front of it.',
    });
  }

  /** A file that changed since it was hashed fails the upload instead of confusing the registry. */
  #part(source: BlobSource, start: number, size: number): Readable {
    const isWhole = start === 0 && size === source.size;
    let at = start;
    this.#progress(start);
    const content = isWhole ? source.open() : partOf(source, start, size);
    const count = countBytes((bytes) => {
      at += bytes;
      this.#progress(at);
    });
    const { digest } = source;
    return through(content, isWhole ? verifyContent(source, digest) : ofLength(size, digest), count);
  }
}

const GIVEN_BACK = [200, 202, 204, 400, 403, 404, 405];

/** Distribution-spec 1.1, "Canceling an upload": an endpoint that not every registry has. */
export async function cancelUpload(http: RegistryHttp, url: URL): Promise<void> {
  await http.send({ method: 'DELETE', url, expect: GIVEN_BACK, retry: false }).then(
    (answer) => answer.discard(),
    () => undefined,
  );
}

function through(content: Readable, ...last: readonly [...Transform[], Transform]): Readable {
  pipeline([content, ...last]).catch(() => undefined);
  return last.at(-1) ?? content;
}

/** A body that is shorter than its Content-Length would leave both sides waiting. */
function ofLength(size: number, file: string): Transform {
  let left = size;
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      left -= piece.length;
      done(null, piece);
    },
    flush: (done) => done(left === 0 ? null : changed(file)),
  });
}

function changed(file: string): OciError {
  return new OciError('the content changed while it was sent', {
    kind: 'request',
    code: 'SIZE_MISMATCH',
    file,
    next: 'Publish again when nothing else writes to it.',
  });
}

/** The last byte of `Range: 0-<end>`; registries write it with and without `bytes=`. */
function endOf(response: Answer): number | undefined {
  const end = /^(?:bytes=)?0-(\d+)$/.exec(response.header('range') ?? '')?.[1];
  return end === undefined ? undefined : Number(end);
}
