import { Readable } from 'node:stream';
import { OciError } from '../oci-error.ts';
import { readWhole } from '../read-whole.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { followable, shown } from './endpoint.ts';
import type { ShownCall } from './registry-failure.ts';
import type { Answer, Exchange, Transport } from './transport.ts';

export interface TokenRequest {
  readonly challenge: Challenge;
  /** Used where the challenge names none. */
  readonly scope: string;
  readonly credentials: Credentials | undefined;
  /** Registry that challenged. */
  readonly registry: URL;
  /** As the user named it. */
  readonly store: string;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
}

const CLIENT_ID = 'gosymbols';
const MAX_TOKEN_BYTES = 1024 * 1024;

/**
 * Asks the token server that a Bearer challenge names (distribution "Token Authentication": GET with Basic; with an
 * identity token, the OAuth2 POST). Anonymous where there are no credentials.
 * @throws OciError `REGISTRY_DENIED`, `REGISTRY_ANSWER`
 */
export async function requestToken(request: TokenRequest): Promise<string> {
  const { realm = '', service, scope = request.scope } = request.challenge.parameters;
  const url = followable(realm, request.registry);
  const { credentials } = request;
  const ask = async (exchange: Exchange): Promise<string> => {
    const signal = request.signal === undefined ? {} : { signal: request.signal };
    const call = { method: exchange.method, url, store: request.store };
    return tokenOf(await request.transport(url, { ...exchange, ...signal }), call);
  };
  if (credentials !== undefined && 'identityToken' in credentials) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: CLIENT_ID,
      refresh_token: credentials.identityToken,
      scope,
    });
    if (service !== undefined) form.set('service', service);
    const bytes = Buffer.from(form.toString());
    return ask({
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(bytes.length),
      },
      body: Readable.from([bytes]),
    });
  }
  if (service !== undefined) url.searchParams.set('service', service);
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  return ask({
    method: 'GET',
    headers: credentials === undefined ? {} : { authorization: basicOf(credentials) },
  });
}

export function basicOf(credentials: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

async function tokenOf(response: Answer, { method, url, store }: ShownCall): Promise<string> {
  const server = `the token server of this registry (${method} ${shown(url)})`;
  const text = String(await readWhole(response.body, MAX_TOKEN_BYTES, shown(url)));
  if (response.status === 429 || response.status >= 500) {
    throw new OciError(`${server} answers ${response.status}`, {
      kind: 'unavailable',
      code: response.status === 429 ? 'REGISTRY_BUSY' : 'REGISTRY_FAILED',
      file: store,
      status: response.status,
      next: 'Try again later.',
    });
  }
  // A redirect is none of the answers that the specification knows, and would carry the credentials away.
  if (response.status < 200 || response.status > 299) {
    throw new OciError(`${server} answers ${response.status}: it refuses the credentials`, {
      kind: 'unavailable',
      code: 'REGISTRY_DENIED',
      file: store,
      status: response.status,
      next: `Log in again with credentials that may use ${store}.`,
    });
  }
  try {
    const { token, access_token: accessToken } = JSON.parse(text) as Record<string, unknown>;
    const found = [token, accessToken].find((value) => typeof value === 'string' && value !== '');
    if (typeof found === 'string') return found;
  } catch {
    // Said below, without the text: it may hold a secret.
  }
  throw new OciError(`${server} answers without a token`, {
    kind: 'unavailable',
    code: 'REGISTRY_ANSWER',
    file: store,
    next: 'Check the registry or the proxy in front of it.',
  });
}
