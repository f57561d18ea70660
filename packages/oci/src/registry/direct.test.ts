import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readWhole } from '../read-whole.ts';
import { directTransport } from './direct.ts';
import type { Answer } from './transport.ts';

async function serving(
  listener: RequestListener,
): Promise<
  { readonly url: URL; readonly server: Server; readonly connections: () => number } & AsyncDisposable
> {
  const server = createServer(listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    server,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const textOf = async (answer: Answer): Promise<string> =>
  String(await readWhole(answer.body, 1_000_000, 'x'));

function pieces(count: number): Readable {
  const piece = Buffer.alloc(100_000, 'x');
  return Readable.from(Array(count).fill(piece), { objectMode: false });
}

test('a body without a length is sent in chunks, one with a length is not', async () => {
  await using there = await serving(async (request, response) => {
    const length = (await request.toArray()).reduce((sum, piece) => sum + (piece as Buffer).length, 0);
    response.end(`${request.headers['transfer-encoding'] ?? request.headers['content-length']} ${length}`);
  });
  const ask = directTransport();
  expect(await textOf(await ask(there.url, { method: 'PATCH', headers: {}, body: pieces(3) }))).toBe(
    'chunked 300000',
  );
  const headers = { 'content-length': '200000' };
  expect(await textOf(await ask(there.url, { method: 'PUT', headers, body: pieces(2) }))).toBe(
    '200000 200000',
  );
});

test('one connection serves one request after the other, answers that nobody reads among them', async () => {
  await using there = await serving((_request, response) => response.end('answer'));
  const ask = directTransport();
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = await ask(there.url, { method: 'GET', headers: {} });
    if (turn === 1) answer.discard();
    else expect(await textOf(answer)).toBe('answer');
    await sleep(20);
  }
  expect(there.connections()).toBe(1);
});

test('a large answer that nobody wants is not read', async () => {
  let sent = 0;
  await using there = await serving((_request, response) => {
    response.writeHead(200, { 'content-length': 1e9 });
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  (await directTransport()(there.url, { method: 'GET', headers: {} })).discard();
  await sleep(50);
  expect(sent).toBeLessThan(1e8);
});

test('an idle connection that the server closes is replaced', async () => {
  await using there = await serving((_request, response) => response.end('answer'));
  const ask = directTransport();
  await textOf(await ask(there.url, { method: 'GET', headers: {} }));
  there.server.closeAllConnections();
  expect(await textOf(await ask(there.url, { method: 'GET', headers: {} }))).toBe('answer');
});

test('an answer in the middle of the body counts, and the rest is not sent', async () => {
  await using there = await serving((request, response) => {
    request.once('data', () => {
      response.writeHead(413, { 'content-length': 3 });
      response.end('big');
    });
  });
  const body = pieces(10_000);
  const answer = await directTransport()(there.url, { method: 'PUT', headers: {}, body });
  expect(answer.status).toBe(413);
  expect(await textOf(answer)).toBe('big');
  expect(body.destroyed).toBe(true);
});

test('a body that fails fails the request with its own error', async () => {
  await using there = await serving((request) => request.resume());
  const failure = new Error('the file changed');
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('some');
      throw failure;
    })(),
  );
  await expect(directTransport()(there.url, { method: 'PUT', headers: {}, body })).rejects.toBe(failure);
});

test('a server that hangs up in the middle of the body ends the body', async () => {
  await using there = await serving((request) => request.once('data', () => request.socket.destroy()));
  const body = pieces(10_000);
  await expect(directTransport()(there.url, { method: 'PUT', headers: {}, body })).rejects.toMatchObject({
    code: expect.stringMatching(/ECONNRESET|EPIPE/),
  });
  expect(body.destroyed).toBe(true);
});

test('an answer that is cut is no answer', async () => {
  await using there = await serving((_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('some');
    setTimeout(() => response.destroy(), 20);
  });
  const answer = await directTransport()(there.url, { method: 'GET', headers: {} });
  await expect(textOf(answer)).rejects.toThrow();
});

test('a signal ends a request that waits', async () => {
  await using there = await serving(() => undefined);
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 20);
  const asked = directTransport()(there.url, { method: 'GET', headers: {}, signal: cancel.signal });
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
