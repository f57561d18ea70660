import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { passOn } from '../support/pass-on.ts';
import { output } from '../support/run.ts';

export interface Ghcr extends AsyncDisposable {
  /** What makes a process find it under its real name. */
  readonly env: Readonly<Record<string, string>>;
  /** A token that may only read: what would write is denied. */
  onlyReads: boolean;
  /** Once, before the first request whose method and path match. */
  before: { readonly request: RegExp; act(): Promise<void> } | undefined;
}

const NAME = 'ghcr.io';
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * `https://ghcr.io` for processes that get `env`: a forward proxy takes that one name to a registry on the loopback, with
 * a certificate of its own, and leaves every other connection as it is. So a workflow need not be rewritten.
 */
export async function ghcrAt(registry: string, folder: string): Promise<Ghcr> {
  const { key, certificate, bundle } = certificates(folder);
  const weather = { onlyReads: false, before: undefined as Ghcr['before'] };
  const terminal = createTlsServer({ key, cert: certificate }, async (call, response) => {
    const { before } = weather;
    if (before?.request.test(`${call.method} ${call.url}`) === true) {
      weather.before = undefined;
      await before.act().catch((error: unknown) => response.destroy(error as Error));
    }
    if (weather.onlyReads && !['GET', 'HEAD'].includes(call.method ?? '')) deny(response);
    else passOn(registry, call, response, { ...call.headers, 'x-forwarded-proto': 'https' });
  });
  const proxy = createServer((_, response) => response.writeHead(405).end());
  const open = new Set<Socket>();
  proxy.on('connect', (call: IncomingMessage, socket: Socket) => {
    open.add(socket.on('error', () => socket.destroy()));
    socket.on('close', () => open.delete(socket));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const [host = '', port = '443'] = (call.url ?? '').split(':');
    if (host === NAME) {
      terminal.emit('connection', socket);
      return;
    }
    const onward = connect(Number(port), host);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  return Object.assign(weather, {
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      NO_PROXY: '127.0.0.1,localhost',
      NODE_EXTRA_CA_CERTS: join(folder, 'ghcr.pem'),
      SSL_CERT_FILE: bundle,
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((done) => proxy.close(done));
    },
  });
}

function certificates(folder: string): { key: Buffer; certificate: Buffer; bundle: string } {
  const [keyFile, file, bundle] = ['key', 'pem', 'bundle.pem'].map((end) => join(folder, `ghcr.${end}`)) as [
    string,
    string,
    string,
  ];
  output('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', keyFile, '-out', file],
  ]);
  const certificate = readFileSync(file);
  if (new X509Certificate(certificate).checkHost(NAME) === undefined)
    throw new Error(`the certificate is not for ${NAME}`);
  // Go's programs read one file only.
  writeFileSync(bundle, Buffer.concat([readFileSync(SYSTEM_CERTIFICATES), certificate]));
  return { key: readFileSync(keyFile), certificate, bundle };
}

/** As GHCR says it. */
function deny(response: ServerResponse): void {
  const message = 'permission_denied: The token provided does not match expected scopes.';
  response.writeHead(403, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }));
}
