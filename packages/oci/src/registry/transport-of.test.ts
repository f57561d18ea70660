import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { parseStoreReference, type RegistryReference } from '../reference.ts';
import { parseTag } from '../tag.ts';
import { loopbackRegistry } from '../testing/registry-server.ts';
import { RegistryStore } from './registry-store.ts';
import { transportOf } from './transport-of.ts';

const HOST = 'registry.test:5000';

function storeThrough(env: Readonly<Record<string, string>>, host = HOST): RegistryStore {
  return new RegistryStore({
    reference: parseStoreReference(`${host}/a/b`) as RegistryReference,
    transport: transportOf(env),
    plainHttp: [HOST],
    retry: { attempts: 1 },
  });
}

/** Leads every connection to one place, whatever host was asked for: tunnels and whole URLs. */
async function proxyTo(
  target: string,
): Promise<{ readonly url: string; readonly asked: string[] } & AsyncDisposable> {
  const asked: string[] = [];
  const [host, port] = target.split(':');
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '').host);
    response.writeHead(404).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a proxy is asked for other hosts, not for loopback and not for excepted ones', async () => {
  await using registry = await loopbackRegistry();
  await using proxy = await proxyTo(registry.host);
  const env = { HTTP_PROXY: proxy.url };
  const warnings: Error[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  expect(await storeThrough(env).resolveTag(parseTag('t'))).toBeUndefined();
  expect(proxy.asked).toEqual([HOST]);
  expect(await storeThrough(env, registry.host).resolveTag(parseTag('t'))).toBeUndefined();
  expect(proxy.asked).toHaveLength(1);
  const excepted = storeThrough({ ...env, NO_PROXY: 'registry.test' });
  await expect(excepted.resolveTag(parseTag('t'))).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  expect(proxy.asked).toHaveLength(1);
  expect(warnings).toEqual([]);
});

test('a proxy that is no URL is said, without quoting it', async () => {
  const failure = await storeThrough({ HTTP_PROXY: 'me:secret@' })
    .resolveTag(parseTag('t'))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'request', code: 'PROXY_FORMAT' });
  expect(String(failure) + JSON.stringify(failure)).not.toContain('secret');
});

test('certificates that are none are said, where they are needed', async () => {
  for (const path of ['/nonexistent', import.meta.filename]) {
    const env = { SSL_CERT_FILE: path };
    await expect(storeThrough(env, 'registry.test').resolveTag(parseTag('t'))).rejects.toMatchObject({
      kind: 'request',
      code: 'CERTIFICATES',
      file: path,
    });
    await using registry = await loopbackRegistry();
    expect(await storeThrough(env, registry.host).resolveTag(parseTag('t'))).toBeUndefined();
  }
});
