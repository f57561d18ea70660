import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { Answer, type Exchange, type Transport } from './transport.ts';

/** Of undici, and so of Node's `fetch`: registries get as much time here as there. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 300_000;

/**
 * Node's HTTP client: `fetch` costs a command line 25 ms to load, and a third of the throughput of an upload.
 * @param authorities certificates trusted for HTTPS; Node's own where it gives none
 */
export function directTransport(authorities?: () => Promise<readonly string[]>): Transport {
  let plain: Agent | undefined;
  let secure: Promise<(url: URL, options: RequestOptions) => ClientRequest> | undefined;
  return async (url, exchange) => {
    if (url.protocol !== 'https:') {
      // An import of it lists its exports for the module's namespace, and `WebSocket` among them loads undici.
      const http = process.getBuiltinModule('node:http');
      plain ??= new http.Agent({ keepAlive: true });
      return exchanged(() => http.request(url, optionsOf(exchange, plain)), exchange);
    }
    secure ??= secureRequest(authorities);
    const open = await secure;
    return exchanged(() => open(url, optionsOf(exchange)), exchange);
  };
}

async function secureRequest(
  authorities: (() => Promise<readonly string[]>) | undefined,
): Promise<(url: URL, options: RequestOptions) => ClientRequest> {
  const https = await import('node:https');
  const ca = await authorities?.();
  const agent = new https.Agent({ keepAlive: true, ...(ca === undefined ? {} : { ca: [...ca] }) });
  return (url, options) => https.request(url, { ...options, agent });
}

function optionsOf({ method, headers, signal }: Exchange, agent?: Agent): RequestOptions {
  return {
    method,
    headers,
    timeout: SILENCE_MS,
    ...(agent === undefined ? {} : { agent }),
    ...(signal === undefined ? {} : { signal }),
  };
}

async function exchanged(open: () => ClientRequest, { body }: Exchange): Promise<Answer> {
  for (;;) {
    const outgoing = open();
    try {
      const incoming = await answerTo(outgoing, body);
      return new Answer(incoming.statusCode ?? 0, incoming.headers, incoming);
    } catch (error) {
      // The server closed an idle connection just as it was taken again (RFC 9112, 9.3.1).
      const wasIdle = outgoing.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (!wasIdle || body !== undefined) throw error;
    }
  }
}

function answerTo(outgoing: ClientRequest, body: Exchange['body']): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    outgoing.once('socket', limitConnecting);
    outgoing.once('timeout', () => outgoing.destroy(timedOut(`no byte for ${SILENCE_MS / 1000} s`)));
    outgoing.on('error', (error) => {
      body?.destroy();
      fail(error);
    });
    outgoing.once('response', (incoming) => {
      if (body !== undefined && !body.readableEnded) stopSending(outgoing, body, incoming);
      done(incoming);
    });
    if (body === undefined) {
      outgoing.end();
      return;
    }
    body.once('error', (error) => outgoing.destroy(error));
    body.pipe(outgoing);
  });
}

/** An answer in the middle of the body: nobody reads the rest, and the connection is of no more use. */
function stopSending(
  outgoing: ClientRequest,
  body: NonNullable<Exchange['body']>,
  incoming: IncomingMessage,
): void {
  body.unpipe(outgoing);
  body.on('error', () => undefined).destroy();
  incoming.once('close', () => outgoing.destroy());
}

function limitConnecting(socket: Socket): void {
  if (!socket.connecting) return;
  const timer = setTimeout(
    () => socket.destroy(timedOut(`no connection within ${CONNECT_MS / 1000} s`)),
    CONNECT_MS,
  );
  const stop = (): void => clearTimeout(timer);
  socket.once('connect', stop).once('close', stop);
}

function timedOut(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
