import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfBytes } from '@gosymbols/oci';
import { temporaryDirectory } from '@gosymbols/oci/testing/temporary-directory';
import { expect, test } from 'vitest';
import { DebugCache } from './debug-cache.ts';

const content = (text: string): { digest: ReturnType<typeof digestOfBytes>; size: number } => ({
  digest: digestOfBytes(text),
  size: text.length,
});

async function kept(directory: string, cache: DebugCache, text: string, used: number): Promise<void> {
  const path = join(directory, 'file');
  await writeFile(path, text);
  await cache.keep(content(text), path);
  const place = join(directory, 'cache', `${content(text).digest.slice(7)}.debug`);
  await utimes(place, used, used).catch(() => undefined);
}

test('what was kept is taken; the longest unused goes when the limit is reached', async () => {
  await using directory = await temporaryDirectory();
  const cache = new DebugCache({ directory: join(directory.path, 'cache'), maxBytes: 12 });
  await kept(directory.path, cache, 'aaaaa', 1000);
  await kept(directory.path, cache, 'bbbbb', 2000);
  const out = join(directory.path, 'out/a');
  expect(await cache.take(content('aaaaa'), out)).toBe(true);
  expect(await readFile(out, 'utf8')).toBe('aaaaa');
  // `a` was used just now, so that `b` makes room.
  await kept(directory.path, cache, 'ccccc', 3000);
  expect(await cache.take(content('bbbbb'), out)).toBe(false);
  expect(await cache.take(content('aaaaa'), out)).toBe(true);
  await kept(directory.path, cache, 'more than the whole cache', 4000);
  expect(await readdir(join(directory.path, 'cache'))).toHaveLength(2);
});

test('a damaged file is no hit, and is thrown away', async () => {
  await using directory = await temporaryDirectory();
  const cache = new DebugCache({ directory: join(directory.path, 'cache'), maxBytes: 100 });
  await kept(directory.path, cache, 'aaaaa', 1000);
  const [name = ''] = await readdir(join(directory.path, 'cache'));
  await writeFile(join(directory.path, 'cache', name), 'aaaab');
  expect(await cache.take(content('aaaaa'), join(directory.path, 'out'))).toBe(false);
  expect(await readdir(join(directory.path, 'cache'))).toEqual([]);
});
