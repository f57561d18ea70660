import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { passOn } from './pass-on.ts';
import { userOfBasic } from './registry-users.ts';
import { SERVICE, type TokenServer } from './token-server.ts';

/** Stands before a registry that knows no users, and lets pass who may: by htpasswd, or by the tokens of `tokens`. */
export async function authenticatingProxy(
  target: string,
  tokens: TokenServer | undefined,
): Promise<{ readonly host: string } & AsyncDisposable> {
  const server = createServer((call, response) => {
    const [scheme, token = ''] = (call.headers.authorization ?? '').split(' ');
    const allowed =
      tokens === undefined
        ? userOfBasic(call.headers.authorization) !== undefined
        : scheme === 'Bearer' && mayDo(call, tokens.accessOf(token));
    if (!allowed) {
      const challenge =
        tokens === undefined
          ? 'Basic realm="test"'
          : `Bearer realm="${tokens.realm}",service="${SERVICE}",scope="${scopeOf(call)}"`;
      response.writeHead(401, { 'www-authenticate': challenge, 'content-type': 'application/json' });
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
      return;
    }
    const { authorization: _ours, ...headers } = call.headers;
    passOn(target, call, response, headers);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function mayDo(call: IncomingMessage, access: ReturnType<TokenServer['accessOf']>): boolean {
  if (access === undefined) return false;
  const [, name, actions = ''] = scopeOf(call).split(':');
  if (name === undefined) return true;
  const held = access.filter((one) => one.name === name).flatMap((one) => one.actions);
  return actions.split(',').every((action) => held.includes(action));
}

/** What a token must allow; nothing for `/v2/` itself. */
function scopeOf(call: IncomingMessage): string {
  const url = new URL(call.url ?? '', 'http://x');
  const name = /^\/v2\/(.+)\/(?:blobs|manifests|tags|referrers)\//.exec(url.pathname)?.[1];
  const read = call.method === 'GET' || call.method === 'HEAD';
  const actions = read ? 'pull' : call.method === 'DELETE' ? 'pull,push,delete' : 'pull,push';
  return name === undefined ? '' : `repository:${name}:${actions}`;
}
