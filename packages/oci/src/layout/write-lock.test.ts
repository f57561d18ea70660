import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collected } from '../testing/collected.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { LayoutStore } from './layout-store.ts';
import { withWriteLock } from './write-lock.ts';

test('one at a time', async () => {
  await using directory = await temporaryDirectory();
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 12 }, () =>
      withWriteLock(directory.path, {}, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((done) => setTimeout(done, 2));
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(await readdir(directory.path)).toEqual([]);
});

test('a failure releases the lock', async () => {
  await using directory = await temporaryDirectory();
  await expect(withWriteLock(directory.path, {}, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  expect(await readdir(directory.path)).toEqual([]);
});

test('the flag of a process that is gone is taken down', async () => {
  await using directory = await temporaryDirectory();
  const child = spawn(
    process.execPath,
    [
      '-e',
      `
    const { withWriteLock } = await import(${JSON.stringify(join(import.meta.dirname, 'write-lock.ts'))});
    await withWriteLock(${JSON.stringify(directory.path)}, {}, async () => process.kill(process.pid, 'SIGKILL'));
  `,
      '--input-type=module',
    ],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
  expect(await readdir(directory.path)).toHaveLength(1);
  expect(await withWriteLock(directory.path, { giveUpAfterMs: 2000 }, async () => 'held')).toBe('held');
});

test('a live holder is waited for, then named', async () => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'foreign'), JSON.stringify({ place: 'another host', pid: 1 }));
  await expect(
    withWriteLock(directory.path, { giveUpAfterMs: 50 }, async () => undefined),
  ).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'STORE_LOCKED',
    next: expect.stringContaining('foreign'),
  });
});

test('a flag of another host counts as dead when it is old', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'foreign');
  await writeFile(path, JSON.stringify({ place: 'another host', pid: 1 }));
  await utimes(path, new Date(), new Date(Date.now() - 31_000));
  expect(await withWriteLock(directory.path, { giveUpAfterMs: 2000 }, async () => 'held')).toBe('held');
});

test('a holder whose flag was taken down does not write', async () => {
  await using directory = await temporaryDirectory();
  const work = withWriteLock(directory.path, {}, async (stillHeld) => {
    const [mine = ''] = await readdir(directory.path);
    const { rm } = await import('node:fs/promises');
    await rm(join(directory.path, mine));
    await stillHeld();
  });
  await expect(work).rejects.toMatchObject({ code: 'STORE_LOCKED' });
});

test('writers of several processes lose nothing', async () => {
  await using directory = await temporaryDirectory();
  const layout = join(directory.path, 'layout');
  await mkdir(layout);
  const writer = join(import.meta.dirname, '../testing/write-tags.ts');
  const children = Array.from({ length: 4 }, (_, index) =>
    spawn(process.execPath, ['--no-warnings', writer, layout, `p${index}`, '8'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(await collected(new LayoutStore({ directory: layout }).listTags())).toHaveLength(32);
});

test('a flag that was lowered never rises again: who saw it lowered may still remove its name', async () => {
  await using directory = await temporaryDirectory();
  const events = new Map<string, number>();
  const watcher = watch(directory.path, (event, name) => {
    // Made or removed.
    if (event === 'rename' && name !== null) events.set(name, (events.get(name) ?? 0) + 1);
  });
  const writer = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await withWriteLock(directory.path, {}, async () => undefined);
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  // Events come behind the calls that made them.
  const all = (): number => [...events.values()].reduce((sum, count) => sum + count, 0);
  await expect.poll(all, { timeout: 5000 }).toBeGreaterThanOrEqual(2 * 8 * 20);
  watcher.close();
  expect([...events.values()].filter((count) => count > 2)).toEqual([]);
});
