import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

/** elfutils' own server over the files of a folder, in memory. */
async function served(path: string): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await freePort();
  const child = spawn('debuginfod', ['-d', ':memory:', '-p', String(port), '-F', path], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** It answers 404 until its first scan has come to the file. */
async function asked(url: string): Promise<Buffer> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return Buffer.from(await answer.arrayBuffer());
    await answer?.body?.cancel();
    await sleep(200);
  }
  throw new Error(`${url} has no answer`);
}

describe.skipIf(lacks('debuginfod', 'gdb'))(
  'docs/how-it-compares.md: what split leaves, and debuginfod',
  () => {
    test('it serves both halves by build ID, and gdb asks it by itself', async () => {
      const dist = folder.at('dist');
      const { status, stderr } = gosymbols(['split', goProgram({ name: 'static' }), '--out-dir', dist]);
      expect(status, stderr).toBe(0);
      const index = JSON.parse(readFileSync(`${dist}/gosymbols.json`, 'utf8'));
      const [{ name, split }] = index.binaries;
      const id = split.after.buildIds.gnu;
      await using server = await served(dist);
      expect(await asked(`${server.url}/buildid/${id}/debuginfo`)).toEqual(
        readFileSync(`${dist}/${name}.debug`),
      );
      expect(await asked(`${server.url}/buildid/${id}/executable`)).toEqual(readFileSync(`${dist}/${name}`));
      // Elsewhere, so that neither debuglink nor folder can find the debug file.
      output('cp', [`${dist}/${name}`, folder.at('alone')]);
      const told = run(
        'gdb',
        [
          '-batch',
          '-nx',
          '-iex',
          'set debuginfod enabled on',
          '-ex',
          'info line main.main',
          folder.at('alone'),
        ],
        {
          env: { DEBUGINFOD_URLS: server.url, DEBUGINFOD_CACHE_PATH: folder.at('cache') },
        },
      );
      expect(told.stdout).toMatch(/^Line \d+ of "\S+\.go"\s+starts at address/m);
    });
  },
);
