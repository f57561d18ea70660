import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface Exchange {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in chunks of HTTP unless the headers say a length. */
  readonly body?: Readable;
  readonly signal?: AbortSignal;
}

/** One request and its answer; redirects are answers. */
export type Transport = (url: URL, exchange: Exchange) => Promise<Answer>;

/** Bodies up to this size are read to their end when nobody wants them, so that the connection can serve again. */
const WORTH_READING = 64 * 1024;

/** What a server said. Its body has to be read or discarded. */
export class Answer {
  readonly status: number;
  readonly body: Readable;
  readonly #headers: IncomingHttpHeaders;

  constructor(status: number, headers: IncomingHttpHeaders, body: Readable) {
    this.status = status;
    this.body = body;
    this.#headers = headers;
  }

  /** @param name in lower case */
  header(name: string): string | null {
    const value = this.#headers[name];
    return value === undefined ? null : String(value);
  }

  discard(): void {
    // A connection that breaks now breaks nothing of ours.
    this.body.on('error', () => undefined);
    if (Number(this.header('content-length') ?? 0) <= WORTH_READING) this.body.resume();
    else this.body.destroy();
  }
}

/** Without its parameters; empty where none is said. */
export function mediaTypeOf(response: Answer): string {
  return (response.header('content-type') ?? '').split(';')[0]?.trim() ?? '';
}
