import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { mayMount, tmpfs } from '../support/mounts.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const original = goProgram({ name: 'static' });
const SPLIT = ['split', '--wire=false', '--binaries'] as const;

/** Refused with these words and this status, in one line, and nothing is other than before. */
function expectRefusal(
  folder: string,
  args: readonly string[],
  expected: { words: RegExp; status: number },
  env: Readonly<Record<string, string>> = {},
): void {
  const before = stateOf(folder);
  const { status, stderr, stdout } = gosymbols([...SPLIT, ...args], { cwd: folder, env });
  expect(stderr).toMatch(expected.words);
  expect(stderr).not.toMatch(/\.tmp\b|^\s+at /m);
  expect({ status, stdout }).toEqual({ status: expected.status, stdout: '' });
  expect(stateOf(folder)).toEqual(before);
}

describe.skipIf(!mayMount())('a full or read-only disk', () => {
  // The debug file of this program takes about 1.5 MiB, the stripped one about 1.6 MiB.
  test.each(['64k', '1m', '2m'])('%s of space for both halves', (size) => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    using disk = tmpfs(folder.at('disk'), size);
    const expected = { words: /disk.*no space left on the device/, status: 3 };
    expectRefusal(folder.path, ['static', '--out-dir', disk.path], expected);
  });

  test('in place', () => {
    using folder = scratch();
    using disk = tmpfs(folder.at('disk'), '3m');
    copyFileSync(original, `${disk.path}/static`);
    const expected = { words: /static\.debug.*no space left on the device/, status: 3 };
    expectRefusal(folder.path, ['disk/static', '--in-place'], expected);
  });

  test('in the folder for temporary files, where sections are compressed anew', () => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    using disk = tmpfs(folder.at('disk'), '64k');
    const args = ['static', '--in-place', '--compress', 'zlib'];
    const expected = { words: /no space left on the device/, status: 3 };
    expectRefusal(folder.path, args, expected, { TMPDIR: disk.path });
  });

  test.each([
    ['in place', ['disk/static', '--in-place']],
    ['as output folder', ['static', '--out-dir', 'disk']],
    ['as a folder of the output folder', ['static', '--out-dir', 'disk/deep']],
  ])('a read-only file system, %s', (_, args) => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    using disk = tmpfs(folder.at('disk'), '8m');
    copyFileSync(original, `${disk.path}/static`);
    disk.makeReadOnly();
    expectRefusal(folder.path, args, { words: /disk\/.*the file system is read-only/, status: 3 });
  });
});

describe('targets that cannot be replaced', () => {
  test('an immutable binary: its debug file is taken back, an older one is restored', () => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    if (spawnSync('chattr', ['+i', folder.at('static')]).status !== 0) {
      process.stderr.write('SKIPPED: an immutable file: chattr does not work here\n');
      return;
    }
    try {
      const expected = { words: /static: .*operation not permitted/, status: 3 };
      expectRefusal(folder.path, ['static', '--in-place'], expected);
      writeFileSync(folder.at('static.debug'), 'of an earlier build');
      expectRefusal(folder.path, ['static', '--in-place'], expected);
    } finally {
      output('chattr', ['-i', folder.at('static')]);
    }
  });

  test.each(['static', 'static.debug'])('a folder has the name %s', (name) => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    mkdirSync(folder.at('out', name), { recursive: true });
    const expected = { words: new RegExp(`out/${name}: is a directory`), status: 2 };
    expectRefusal(folder.path, ['static', '--out-dir', 'out'], expected);
  });

  test('a read-only binary in a writable folder is replaced, and stays read-only', () => {
    using folder = scratch();
    copyFileSync(original, folder.at('static'));
    chmodSync(folder.at('static'), 0o555);
    const { status, stderr } = gosymbols([...SPLIT, 'static', '--in-place'], { cwd: folder.path });
    expect(status, stderr).toBe(0);
    expect(output('stat', ['-c', '%a', folder.at('static')]).trim()).toBe('555');
    expect(readdirSync(folder.path).sort()).toEqual(['gosymbols.json', 'static', 'static.debug']);
  });
});
