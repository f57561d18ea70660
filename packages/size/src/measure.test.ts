import { randomBytes } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BinaryFacts } from '@gosymbols/inspect';
import { expect, test } from 'vitest';
import { measureFile, measureFiles } from './measure.ts';
import { wireSize } from './wire.ts';

const factsOf = (path: string, size: number): BinaryFacts => ({
  path,
  size,
  kind: 'elf',
  buildIds: { file: '00'.repeat(16) },
  sections: [],
  warnings: [],
});

test('wire is what gzip -6 makes of the file, over many chunks', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wire-'));
  const path = join(folder.path, 'api');
  const content = Buffer.concat([randomBytes(900_000), Buffer.alloc(900_000, 'go')]);
  await writeFile(path, content);
  expect(await wireSize(path)).toEqual({ bytes: gzipSync(content, { level: 6 }).length, method: 'gzip-6' });
});

test('wire of an empty file is the empty gzip member', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wire-'));
  await writeFile(join(folder.path, 'empty'), '');
  expect((await wireSize(join(folder.path, 'empty'))).bytes).toBe(20);
});

test('wire stops on the signal', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wire-'));
  await writeFile(join(folder.path, 'api'), randomBytes(4_000_000));
  const signal = AbortSignal.timeout(1);
  await expect(wireSize(join(folder.path, 'api'), { signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test('wire of a missing file is the error of the system', async () => {
  await expect(wireSize('/nonexistent/api')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
});

test('measuring leaves wire out unless asked', async () => {
  expect(await measureFile('/nonexistent/api', factsOf('api', 10), { wire: false })).toEqual({
    disk: 10,
    loaded: 0,
    parts: { codeAndData: 0, pclntab: 0, symbols: 0, debug: 0, padding: 10 },
  });
});

test('several files keep their order, and one that is missing fails the call', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wire-'));
  const files = await Promise.all(
    [90_000, 10, 40_000, 3, 7, 20_000].map(async (size, number) => {
      const path = join(folder.path, `${number}`);
      await writeFile(path, randomBytes(size));
      return { path, facts: factsOf(path, size) };
    }),
  );
  const reports = await measureFiles(files, { wire: true });
  expect(reports.map((report) => report.disk)).toEqual([90_000, 10, 40_000, 3, 7, 20_000]);
  expect(reports.every((report) => report.wire !== undefined && report.wire.bytes > report.disk)).toBe(true);
  const missing = { path: join(folder.path, 'gone'), facts: factsOf('gone', 1) };
  await expect(measureFiles([...files, missing], { wire: true })).rejects.toMatchObject({ code: 'ENOENT' });
});
