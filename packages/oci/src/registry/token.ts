import { OciError } from '../oci-error.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { followable, shown } from './endpoint.ts';

export interface TokenRequest {
  readonly challenge: Challenge;
  /** Used where the challenge names none. */
  readonly scope: string;
  readonly credentials: Credentials | undefined;
  /** Registry that challenged. */
  readonly registry: URL;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
}

const CLIENT_ID = 'gosymbols';

/**
 * Asks the token server that a Bearer challenge names (distribution "Token Authentication": GET with Basic; with an
 * identity token, the OAuth2 POST). Anonymous where there are no credentials.
 * @throws OciError `REGISTRY_DENIED`, `REGISTRY_ANSWER`
 */
export async function requestToken(request: TokenRequest): Promise<string> {
  const { realm = '', service, scope = request.scope } = request.challenge.parameters;
  const url = followable(realm, request.registry);
  const { credentials } = request;
  const init: RequestInit = {
    redirect: 'error',
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  if (credentials !== undefined && 'identityToken' in credentials) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: CLIENT_ID,
      refresh_token: credentials.identityToken,
      scope,
    });
    if (service !== undefined) form.set('service', service);
    return tokenOf(await request.fetch(url, { ...init, method: 'POST', body: form }), url);
  }
  if (service !== undefined) url.searchParams.set('service', service);
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  const headers: Record<string, string> =
    credentials === undefined ? {} : { authorization: basicOf(credentials) };
  return tokenOf(await request.fetch(url, { ...init, headers }), url);
}

export function basicOf(credentials: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

async function tokenOf(response: Response, url: URL): Promise<string> {
  const text = await response.text();
  if (response.status === 429 || response.status >= 500) {
    throw new OciError(`the token server answers ${response.status}`, {
      kind: 'unavailable',
      code: response.status === 429 ? 'REGISTRY_BUSY' : 'REGISTRY_FAILED',
      file: shown(url),
      status: response.status,
      next: 'Try again later.',
    });
  }
  if (!response.ok) {
    throw new OciError(`the token server refuses the credentials (${response.status})`, {
      kind: 'unavailable',
      code: 'REGISTRY_DENIED',
      file: shown(url),
      status: response.status,
      next: 'Log in again with credentials that may use this repository.',
    });
  }
  try {
    const { token, access_token: accessToken } = JSON.parse(text) as Record<string, unknown>;
    const found = [token, accessToken].find((value) => typeof value === 'string' && value !== '');
    if (typeof found === 'string') return found;
  } catch {
    // Said below, without the text: it may hold a secret.
  }
  throw new OciError('the token server answers without a token', {
    kind: 'unavailable',
    code: 'REGISTRY_ANSWER',
    file: shown(url),
    next: 'Check the registry or the proxy in front of it.',
  });
}
