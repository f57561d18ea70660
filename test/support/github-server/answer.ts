import type { Actor, State } from './state.ts';

/** A request as the routes see it: authenticated, its path matched, its body parsed. */
export interface Asked {
  readonly state: State;
  readonly actor: Actor;
  /** From the path, by the names of the published description. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Address of the server, without a path. */
  readonly origin: string;
  readonly accept: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** All items of a list: the server cuts pages and links them. */
  readonly list?: readonly unknown[];
  /** How a page of `list` is wrapped, e.g. with a total count. */
  readonly wrapped?: (page: readonly unknown[]) => unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string | Buffer;
}

export type Handler = (asked: Asked) => Answer;

export const DOCS = 'https://docs.github.com/rest';

export function refusal(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: DOCS, status: String(status) } };
}

export const NOT_FOUND: Answer = refusal(404, 'Not Found');
/** What GitHub says to a token without the permission, e.g. that of a fork's run. */
export function forbidden(accepted: string): Answer {
  return {
    ...refusal(403, 'Resource not accessible by integration'),
    headers: { 'x-accepted-github-permissions': accepted },
  };
}
