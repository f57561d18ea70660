import { cpSync, createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '../support/archives.ts';
import { dockerLogin } from '../support/docker-login.ts';
import { goProgram } from '../support/go-programs.ts';
import { DEBIAN, DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { PUBLISHER } from '../support/registry-users.ts';
import { gosymbolsBeside } from '../support/run-beside.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

/** A store of files at another host, as the buckets are that registries send their readers to. */
async function bucket(
  folder: string,
): Promise<AsyncDisposable & { url: string; asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((call, response) => {
    asked.push(call.headers);
    const path = join(folder, decodeURIComponent(new URL(call.url ?? '', 'http://x').pathname));
    const { size } = statSync(path);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(call.headers.range ?? '') ?? [];
    const [start, end] =
      first === undefined ? [0, size - 1] : [Number(first), Math.min(Number(last), size - 1)];
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': end - start + 1,
      ...(first === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    });
    if (call.method === 'HEAD') response.end();
    else createReadStream(path, { start, end }).pipe(response);
  });
  // All of 127.0.0.0/8 is this machine.
  await new Promise<void>((ready) => server.listen(0, '127.0.0.2', ready));
  return {
    asked,
    url: `http://127.0.0.2:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const CASES = [DISTRIBUTION, DEBIAN].flatMap((kind) =>
  (['basic', 'token'] as const).map((access) => ({ ...kind, kind, access })),
);

describe.each(CASES)('$name, access by $access', ({ kind, access }) => {
  describe.skipIf(lacks(...kind.tools, 'openssl'))('sends readers of blobs to another host', () => {
    const folder = scratch();
    const index = folder.at('dist', 'gosymbols.json');
    let files: Awaited<ReturnType<typeof bucket>>;
    let registry: RunningRegistry;
    beforeAll(async () => {
      const storage = folder.at('storage');
      files = await bucket(storage);
      registry = await kind.start({ access, storage, redirect: files.url });
      cpSync(goProgram({ name: 'static' }), folder.at('static'));
      await gosymbolsBeside(['split', folder.at('static'), '--out-dir', folder.at('dist')]);
    });
    afterAll(async () => {
      await registry?.[Symbol.asyncDispose]();
      await files?.[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });

    test('published, gated and fetched, and the other host never learns who we are', async () => {
      const env = {
        DOCKER_CONFIG: dockerLogin(folder.at('docker'), [registry.host], PUBLISHER),
        HOME: folder.path,
      };
      const store = ['--index', index, '--store', `${registry.host}/acme/symbols`];
      const out = folder.at('out');
      for (const args of [
        ['publish', ...store],
        ['gate', ...store],
        ['fetch', ...store, '--out-dir', out, '--cache', 'none'],
        ['fetch', ...store, '--out-dir', folder.at('part'), '--section', '.debug_line'],
      ]) {
        const { status, stderr } = await gosymbolsBeside([...args, '--json'], { env });
        expect(status, stderr).toBe(0);
      }
      const { binaries } = JSON.parse(readFileSync(index, 'utf8'));
      const [{ after, debug }] = binaries.map((binary: { split: unknown }) => binary.split);
      const id = after.buildIds.gnu as string;
      expect(sha256Of(join(out, '.build-id', id.slice(0, 2), `${id.slice(2)}.debug`))).toBe(debug.digest);
      expect(files.asked.some(({ range }) => range !== undefined)).toBe(true);
      expect(files.asked.length).toBeGreaterThan(1);
      for (const headers of files.asked) {
        expect(headers).not.toHaveProperty('authorization');
        expect(JSON.stringify(headers)).not.toContain(PUBLISHER.password);
      }
    });
  });
});
