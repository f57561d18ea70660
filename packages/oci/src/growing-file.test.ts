import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GrowingFile } from './growing-file.ts';
import { readWhole } from './read-whole.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

const read = (file: GrowingFile): Promise<Buffer> => readWhole(file.follow(), 10_000_000, 'x');

test('readers see every byte, whenever they begin', async () => {
  await using directory = await temporaryDirectory();
  using file = new GrowingFile(join(directory.path, 'f'));
  const bytes = randomBytes(3_000_000);
  const early = read(file);
  file.append(bytes.subarray(0, 1));
  const other = read(file);
  await new Promise((done) => setTimeout(done, 5));
  file.append(bytes.subarray(1));
  file.end();
  for (const found of [await early, await other, await read(file)]) expect(found.equals(bytes)).toBe(true);
});

test('readers fail with what broke the writer', async () => {
  await using directory = await temporaryDirectory();
  using file = new GrowingFile(join(directory.path, 'f'));
  const early = read(file);
  file.append(Buffer.from('some'));
  const failure = new Error('no more');
  file.fail(failure);
  file.end();
  await expect(early).rejects.toBe(failure);
  await expect(read(file)).rejects.toBe(failure);
});

test('readers of a file that is closed, or made shorter, fail', async () => {
  await using directory = await temporaryDirectory();
  const file = new GrowingFile(join(directory.path, 'f'));
  file.append(Buffer.alloc(2_000_000));
  truncateSync(file.path, 10);
  await expect(read(file)).rejects.toThrow('made shorter');
  const late = read(file);
  file[Symbol.dispose]();
  file[Symbol.dispose]();
  await expect(late).rejects.toThrow();
  await expect(read(file)).rejects.toThrow('is closed');
});
