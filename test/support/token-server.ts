import { createPrivateKey, createPublicKey, randomUUID, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Certified, derOf } from './certificates.ts';
import { passOn } from './pass-on.ts';
import { PUBLISHER, type RegistryUser, USERS, userOfBasic } from './registry-users.ts';

interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** A token that was given out. */
export interface Issued {
  readonly token: string;
  /** As it was asked for. */
  readonly scope: string;
  readonly user: string;
}

export interface TokenServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` of itself and of the registry behind it. */
  readonly host: string;
  /** Where a registry sends its clients. */
  readonly realm: string;
  /** All that is no request for a token goes there. */
  behind: string;
  readonly issued: Issued[];
  /** For how many seconds from now a registry takes a new token. */
  lifetime: number;
  /** What a token allows; undefined for one of somebody else, or one that is over. */
  accessOf(token: string): readonly Access[] | undefined;
}

export const SERVICE = 'registry.test';
export const ISSUER = 'token-server.test';
export const IDENTITY_TOKEN = 'identity-token-of-the-publisher-93';
/** Distribution takes a token for so many seconds after its end (its `Leeway`). */
const LEEWAY = 60;

/**
 * A token server as the distribution project describes them ("Token Authentication Specification", "OAuth2 Token
 * Authentication"): JSON web tokens, signed, that hold what the user may do of what was asked for. It stands before its
 * registry at the same address, as crane takes no realm at another private address, and oras none at another name.
 */
export async function tokenServer(signer: Certified): Promise<TokenServer> {
  const key = createPrivateKey(readFileSync(signer.key));
  const publicKey = createPublicKey(key);
  const x5c = [derOf(signer.certificate)];
  const state = { issued: [] as Issued[], lifetime: 300, behind: '' };

  const issue = (user: RegistryUser | undefined, scopes: readonly string[]): string => {
    const end = Math.floor(Date.now() / 1000) + state.lifetime - LEEWAY;
    const body = encoded({ alg: 'ES256', typ: 'JWT', x5c }).concat(
      '.',
      encoded({
        ...{ iss: ISSUER, sub: user?.name ?? '', aud: SERVICE, jti: randomUUID() },
        ...{ exp: end, nbf: end - 3600, iat: end - 3600 },
        access: scopes.flatMap((scope) => granted(scope, user)),
      }),
    );
    const signature = sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' });
    const token = `${body}.${signature.toString('base64url')}`;
    state.issued.push({ token, scope: scopes.join(' '), user: user?.name ?? '' });
    return token;
  };

  const server = createServer((call, response) => {
    if (call.url?.startsWith('/token') === true) void answer(call, response, issue);
    else passOn(state.behind, call, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    host,
    realm: `http://${host}/token`,
    accessOf(token: string): readonly Access[] | undefined {
      const [head = '', claims = '', signature = ''] = token.split('.');
      const isOurs = verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      );
      if (!isOurs) return undefined;
      const { exp, access } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
      return exp + LEEWAY > Date.now() / 1000 ? access : undefined;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

async function answer(
  call: IncomingMessage,
  response: ServerResponse,
  issue: (user: RegistryUser | undefined, scopes: readonly string[]) => string,
): Promise<void> {
  const form = new URLSearchParams(Buffer.concat((await call.toArray()) as Buffer[]).toString('utf8'));
  const asked = call.method === 'POST' ? form : new URL(call.url ?? '', 'http://x').searchParams;
  const user = call.method === 'POST' ? userOfGrant(form) : userOfBasic(call.headers.authorization);
  const isStranger =
    user === undefined && (call.method === 'POST' || call.headers.authorization !== undefined);
  if (isStranger || asked.get('service') !== SERVICE) {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
    return;
  }
  // One parameter each, or all in one: both are seen.
  const token = issue(
    user,
    asked.getAll('scope').flatMap((scope) => scope.split(' ')),
  );
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(call.method === 'POST' ? { access_token: token } : { token }));
}

function userOfGrant(form: URLSearchParams): RegistryUser | undefined {
  if (form.get('grant_type') === 'refresh_token')
    return form.get('refresh_token') === IDENTITY_TOKEN ? PUBLISHER : undefined;
  return USERS.find(
    ({ name, password }) => form.get('username') === name && form.get('password') === password,
  );
}

/** The part of a scope that the user may have; strangers get a token that allows nothing, as Docker Hub's are. */
function granted(scope: string, user: RegistryUser | undefined): readonly Access[] {
  const [, type = '', name = '', list = ''] = /^(\w+):(.+):([\w,*]*)$/.exec(scope) ?? [];
  const actions = list.split(',').filter((action) => user?.actions.includes(action) === true);
  return actions.length === 0 ? [] : [{ type, name, actions }];
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
