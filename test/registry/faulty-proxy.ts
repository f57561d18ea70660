import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Bad weather for one request: answers it, or changes how it passes; false lets it through as it is. */
export type Weather = (
  call: IncomingMessage,
  response: ServerResponse,
  pass: (changes?: PassChanges) => void,
) => boolean;

export interface PassChanges {
  /** The request body is cut after so many bytes, and with it the connection to both sides. */
  readonly cutRequestAfter?: number;
  /** The answer is cut after so many bytes of body. */
  readonly cutAnswerAfter?: number;
  /** The answer comes in pieces of so many bytes. */
  readonly drip?: number;
  /** Changes the body of the answer, and its length. */
  readonly answer?: (body: Buffer) => Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The registry does not learn that only a range is asked for. */
  readonly wholeOnly?: boolean;
}

export interface FaultyProxy extends AsyncDisposable {
  readonly host: string;
  readonly calls: string[];
  /** Bytes of the answers that passed as they were. */
  sent: number;
  weather: Weather | undefined;
}

/** Stands before a real registry and passes requests on, `Location` kept on its own side. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const proxy = { calls: [] as string[], sent: 0, weather: undefined as Weather | undefined };
  const server = createServer((call, response) => {
    proxy.calls.push(`${call.method} ${call.url?.split('?')[0]}`);
    const onBytes = (count: number): void => {
      proxy.sent += count;
    };
    const pass = (changes: PassChanges = {}): void => forward({ target, onBytes }, call, response, changes);
    if (proxy.weather?.(call, response, pass) !== true) pass();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return Object.assign(proxy, {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

function forward(
  { target, onBytes }: { readonly target: string; readonly onBytes: (count: number) => void },
  call: IncomingMessage,
  response: ServerResponse,
  changes: PassChanges,
): void {
  const [hostname, port] = target.split(':');
  const { range, ...others } = call.headers;
  const asked = range === undefined || changes.wholeOnly === true ? others : { ...others, range };
  // The host is kept, so that the registry's Location leads back through here.
  const onward = request({ hostname, port, method: call.method, path: call.url, headers: asked });
  onward.on('error', () => response.destroy());
  onward.on('response', (answer) => {
    const headers = { ...answer.headers, ...changes.headers };
    if (changes.answer !== undefined) {
      void answer.toArray().then((pieces) => {
        const body = changes.answer?.(Buffer.concat(pieces as Buffer[])) ?? Buffer.alloc(0);
        response.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': body.length });
        response.end(body);
      });
      return;
    }
    response.writeHead(answer.statusCode ?? 500, headers);
    if (changes.drip !== undefined) void drip(answer, response, changes.drip);
    else if (changes.cutAnswerAfter !== undefined) cut(answer, response, changes.cutAnswerAfter);
    else answer.on('data', (piece: Buffer) => onBytes(piece.length)).pipe(response);
  });
  if (changes.cutRequestAfter === undefined) {
    call.pipe(onward);
    return;
  }
  let seen = 0;
  const limit = changes.cutRequestAfter;
  call.on('data', (piece: Buffer) => {
    onward.write(piece.subarray(0, Math.max(0, limit - seen)));
    seen += piece.length;
    if (seen < limit) return;
    onward.destroy();
    call.socket.destroy();
  });
}

function cut(answer: IncomingMessage, response: ServerResponse, after: number): void {
  let seen = 0;
  answer.on('data', (piece: Buffer) => {
    response.write(piece.subarray(0, Math.max(0, after - seen)));
    seen += piece.length;
    // What was written has to leave before the connection goes.
    if (seen >= after) setTimeout(() => response.destroy(), 20);
  });
  answer.on('end', () => response.destroy());
}

async function drip(answer: IncomingMessage, response: ServerResponse, bytes: number): Promise<void> {
  for await (const piece of answer) {
    for (let at = 0; at < (piece as Buffer).length; at += bytes) {
      response.write((piece as Buffer).subarray(at, at + bytes));
      await new Promise((done) => setTimeout(done, 1));
    }
  }
  response.end();
}
