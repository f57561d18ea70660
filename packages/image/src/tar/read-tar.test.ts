import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IMAGE_LIMITS } from '../limits.ts';
import { readTar } from './read-tar.ts';
import { FileInput, StreamInput, type TarInput } from './tar-input.ts';

/** `<kind> <size> <sha256 or target>` by name, as the file system has it. */
const expected: Record<string, string> = {};
let folder: string;

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const LONG = `${'long-directory-name/'.repeat(9)}and-a-file-with-a-name-of-more-than-a-hundred-bytes-${'x'.repeat(60)}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gosymbols-test-'));
  const put = async (name: string, content: Buffer): Promise<void> => {
    await mkdir(join(folder, 'tree', name, '..'), { recursive: true });
    await writeFile(join(folder, 'tree', name), content);
    expected[name] = `file ${content.length} ${sha(content)}`;
  };
  await put('empty', Buffer.alloc(0));
  await put('block', Buffer.alloc(512, 'b'));
  await put('odd', Buffer.alloc(513, 'o'));
  await put('größe', Buffer.from('named in UTF-8'));
  await put(LONG, Buffer.alloc(70_000, 'l'));
  await symlink('../elsewhere', join(folder, 'tree/soft'));
  expected['soft'] = 'symlink 0 ../elsewhere';
  await link(join(folder, 'tree/odd'), join(folder, 'tree/same'));
  expected['same'] = 'hard-link 0 odd';
  // Eight runs, more than the four that a header of the old format holds; ends in a hole.
  await using file = await open(join(folder, 'tree/holes'), 'w');
  const content = Buffer.alloc(3 * 1024 * 1024);
  for (let run = 0; run < 8; run++) content.fill(`run ${run}`, run * 262_144, run * 262_144 + 4096);
  for (let run = 0; run < 8; run++) await file.write(content, run * 262_144, 4096, run * 262_144);
  await file.truncate(content.length);
  expected['holes'] = `file ${content.length} ${sha(content)}`;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function listed(input: TarInput): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of readTar(input, IMAGE_LIMITS, 'test.tar')) {
    const name = entry.name.replace(/^\.\//, '');
    if (entry.kind === 'directory') continue;
    const content = Buffer.alloc(entry.size);
    for await (const { offset, bytes } of entry.pieces()) bytes.copy(content, offset);
    const last = entry.kind === 'file' ? sha(content) : entry.link.replace(/^\.\//, '');
    found[name] = `${entry.kind} ${entry.kind === 'file' ? entry.size : 0} ${last}`;
  }
  return found;
}

/** GNU tar's own archives; `v7` and `ustar` cannot hold the long name. */
test.each([
  ['v7', ['--format=v7', '--exclude=./long-directory-name'], LONG],
  ['ustar', ['--format=ustar', '--exclude=./long-directory-name'], LONG],
  ['old GNU', ['--format=oldgnu'], undefined],
  ['GNU', ['--format=gnu'], undefined],
  ['pax', ['--format=posix'], undefined],
  ['old GNU, sparse', ['--format=oldgnu', '--sparse'], undefined],
  ['GNU, sparse', ['--format=gnu', '--sparse'], undefined],
  ['pax, sparse 0.0', ['--format=posix', '--sparse', '--sparse-version=0.0'], undefined],
  ['pax, sparse 0.1', ['--format=posix', '--sparse', '--sparse-version=0.1'], undefined],
  ['pax, sparse 1.0', ['--format=posix', '--sparse', '--sparse-version=1.0'], undefined],
])('what GNU tar writes as %s is read as it was', async (_name, args, without) => {
  const path = join(folder, 'test.tar');
  execFileSync('tar', ['-C', join(folder, 'tree'), '--sort=name', ...args, '-cf', path, '.']);
  const { [without ?? '']: _left, ...wanted } = expected;
  expect(await listed(new StreamInput(createReadStream(path, { highWaterMark: 1000 })))).toEqual(wanted);
  await using file = await open(path, 'r');
  expect(await listed(new FileInput(file, (await file.stat()).size))).toEqual(wanted);
});

test('content that is not taken, or taken in part, is passed over', async () => {
  const path = join(folder, 'test.tar');
  execFileSync('tar', ['-C', join(folder, 'tree'), '--sort=name', '--sparse', '-cf', path, '.']);
  const names: string[] = [];
  for await (const entry of readTar(new StreamInput(createReadStream(path)), IMAGE_LIMITS, path)) {
    if (names.length % 2 === 0) await entry.pieces().next();
    names.push(entry.name);
  }
  const told = execFileSync('tar', ['--quoting-style=literal', '-tf', path], { encoding: 'utf8' });
  expect(names).toEqual(told.trim().split('\n'));
});
