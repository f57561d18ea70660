import type { Readable } from 'node:stream';
import { cancelled, OciError } from '../oci-error.ts';
import { readWhole } from '../read-whole.ts';
import { DEFAULT_RETRY, isLastingFailure, isPassing, pause, type RetryTiming, waitMs } from './back-off.ts';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { followable, shown } from './endpoint.ts';
import { registryFailure, type ShownCall, unreachable } from './registry-failure.ts';
import { basicOf, requestToken } from './token.ts';
import type { Answer, Exchange, Transport } from './transport.ts';

export interface RegistryHttpOptions {
  readonly endpoint: URL;
  readonly repository: string;
  /** As the user named it, for messages. */
  readonly store: string;
  readonly credentials: () => Promise<Credentials | undefined>;
  readonly signal?: AbortSignal;
  readonly retry?: Partial<RetryTiming>;
  readonly transport: Transport;
}

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Opened anew for every try. One of unknown size goes in chunks of HTTP. */
  readonly body?: { readonly size?: number; open(): Readable };
  /** Statuses that are answers, not failures. */
  readonly expect: readonly number[];
  /** Off for a call whose URL holds good once only (an upload session). */
  readonly retry?: boolean;
}

/** `Content-Length: 0`, which some registries demand. */
export const EMPTY_BODY: NonNullable<Call['body']> = {
  size: 0,
  open: (): Readable => {
    throw new Error('an empty body is not opened');
  },
};

type Action = 'pull' | 'pull,push' | 'pull,push,delete';

/** What a token must allow (the distribution project's token scope documentation). */
const ACTIONS: Readonly<Record<Call['method'], Action>> = {
  GET: 'pull',
  HEAD: 'pull',
  PUT: 'pull,push',
  POST: 'pull,push',
  PATCH: 'pull,push',
  DELETE: 'pull,push,delete',
};

const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;

/**
 * HTTP to one repository. Authenticates by the challenge of the very request (zot answers 200 on `/v2/` and 401 on
 * the resource), keeps one authorisation each for reading and writing, and renews it on a later 401.
 */
export class RegistryHttp {
  readonly #options: RegistryHttpOptions;
  readonly #authorisations = new Map<Action, string>();
  readonly retry: RetryTiming;

  constructor(options: RegistryHttpOptions) {
    this.#options = options;
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** @throws OciError for any status that is not expected, after the retries that may help */
  async send(call: Call): Promise<Answer> {
    const shownCall = this.callOf(call.method, call.url);
    const attempts = call.retry === false ? 1 : this.retry.attempts;
    for (let attempt = 1; ; attempt++) {
      let response: Answer;
      try {
        response = await this.#authorised(call);
      } catch (error) {
        if (this.signal?.aborted) throw cancelled(this.#options.store, error);
        // A body of ours that fails (a file that changed) may come back wrapped.
        const own = ownErrorIn(error);
        const passing = own === undefined ? !isLastingFailure(error) : isPassing(own.status ?? 0);
        if (!passing || attempt >= attempts) throw own ?? unreachable(error, shownCall);
        await this.pause(waitMs(this.retry, attempt, own?.retryAfter ?? null));
        continue;
      }
      if (call.expect.includes(response.status)) return response;
      if (!isPassing(response.status) || attempt >= attempts)
        throw await registryFailure(response, shownCall);
      response.discard();
      await this.pause(waitMs(this.retry, attempt, response.header('retry-after')));
    }
  }

  /** An answer that is known to be small, with its body; a body that is cut is asked for again. */
  async read(call: Call, limit: number): Promise<{ readonly response: Answer; readonly bytes: Buffer }> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.send(call);
      try {
        return { response, bytes: await readWhole(response.body, limit, shown(call.url)) };
      } catch (error) {
        if (this.signal?.aborted) throw cancelled(this.#options.store, error);
        if (error instanceof OciError) throw error;
        if (attempt >= this.retry.attempts) throw unreachable(error, this.callOf(call.method, call.url));
        await this.pause(waitMs(this.retry, attempt, null));
      }
    }
  }

  async pause(ms: number): Promise<void> {
    try {
      await pause(ms, this.signal);
    } catch (cause) {
      throw cancelled(this.#options.store, cause);
    }
  }

  callOf(method: string, url: URL): ShownCall {
    return { method, url, store: this.#options.store };
  }

  cancelledOr(error: OciError): OciError {
    return this.signal?.aborted ? cancelled(this.#options.store, error) : error;
  }

  async #authorised(call: Call): Promise<Answer> {
    const action = ACTIONS[call.method];
    const first = await this.#redirected(call, this.#authorisations.get(action));
    if (first.status !== 401) return first;
    const renewed = await this.#answerTo(first, action).catch((error: unknown) => {
      // Unread, it would keep the process alive until the registry closes the connection.
      first.discard();
      throw error;
    });
    if (renewed === undefined) return first;
    first.discard();
    this.#authorisations.set(action, renewed);
    return this.#redirected(call, renewed);
  }

  /** What to send after a 401; undefined where we have nothing to offer. */
  async #answerTo(response: Answer, action: Action): Promise<string | undefined> {
    const { endpoint, repository, signal } = this.#options;
    const challenges = parseChallenges(response.header('www-authenticate') ?? '');
    const challenge =
      challenges.find(({ scheme }) => scheme === 'bearer') ??
      challenges.find(({ scheme }) => scheme === 'basic');
    if (challenge === undefined) return undefined;
    const credentials = await this.#options.credentials();
    if (challenge.scheme === 'basic') {
      return credentials !== undefined && 'username' in credentials ? basicOf(credentials) : undefined;
    }
    const scope = `repository:${repository}:${action}`;
    const token = await requestToken({
      challenge,
      scope,
      credentials,
      registry: endpoint,
      store: this.#options.store,
      transport: this.#options.transport,
      signal,
    });
    return `Bearer ${token}`;
  }

  /** Follows redirects by hand: credentials go to the registry's own origin only. */
  async #redirected(call: Call, authorisation: string | undefined): Promise<Answer> {
    let url = call.url;
    for (let hop = 0; ; hop++) {
      const response = await this.#once(call, url, authorisation);
      const mayFollow = call.method === 'GET' || call.method === 'HEAD' || response.status >= 307;
      if (!REDIRECTS.includes(response.status) || !mayFollow || hop === MAX_REDIRECTS) return response;
      response.discard();
      url = followable(response.header('location'), url);
    }
  }

  async #once(call: Call, url: URL, authorisation: string | undefined): Promise<Answer> {
    const headers: Record<string, string> = { 'user-agent': 'gosymbols', ...call.headers };
    if (authorisation !== undefined && url.origin === this.#options.endpoint.origin) {
      headers['authorization'] = authorisation;
    }
    const { method, body } = call;
    if (body?.size !== undefined) headers['content-length'] = String(body.size);
    const exchange: Exchange = {
      method,
      headers,
      ...(body === undefined || body.size === 0 ? {} : { body: body.open() }),
      ...(this.signal === undefined ? {} : { signal: this.signal }),
    };
    return this.#options.transport(url, exchange);
  }
}

function ownErrorIn(error: unknown): OciError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof OciError) return at;
  return undefined;
}
