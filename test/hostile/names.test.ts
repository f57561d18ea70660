import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { inspectFile } from '@gosymbols/inspect';
import { describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { goProgram } from '../support/go-programs.ts';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const original = goProgram({ name: 'tiny', program: 'tiny' });
const IN_PLACE = ['split', '--wire=false', '--in-place', '--binaries'] as const;

const names: readonly string[] = [
  'with space',
  "it's",
  'a "quoted" name',
  'back\\slash',
  '$(touch hacked) `touch hacked` ; & | <>',
  'grüße-世界-🦫',
  'decomposed-e\u0301',
  'brackets[1]{2}(3)',
  '!bang',
  '*',
  '-dash',
  '.hidden',
  'n'.repeat(249),
];

describe('names', () => {
  test.each(names)('%j', async (name) => {
    using folder = scratch();
    mkdirSync(folder.at(name));
    copyFileSync(original, folder.at(name, name));
    const { status, stderr, stdout } = gosymbols([...IN_PLACE, `./${name}/${name}`, '--json'], {
      cwd: folder.path,
    });
    expect(status, stderr).toBe(0);
    expect(readdirSync(folder.path)).toEqual([name]);
    expect(readdirSync(folder.at(name)).sort()).toEqual([name, `${name}.debug`, 'gosymbols.json'].sort());
    expect((await inspectFile(folder.at(name, name))).debugLink?.file).toBe(`${name}.debug`);
    expect(JSON.parse(stdout).binaries).toMatchObject([{ name, stripped: folder.at(name, name) }]);
  });

  test('a newline: a line each names a file, so it is found by folder or glob', () => {
    using folder = scratch();
    mkdirSync(folder.at('bin'));
    copyFileSync(original, folder.at('bin/two\nlines'));
    const named = gosymbols([...IN_PLACE, 'bin/two\nlines'], { cwd: folder.path });
    expect(named.status).toBe(2);
    expect(named.stderr).toMatch(/bin\/two: no such file/);
    const walked = gosymbols([...IN_PLACE, 'bin'], { cwd: folder.path });
    expect(walked.status, walked.stderr).toBe(0);
    expect(readdirSync(folder.at('bin')).sort()).toEqual([
      'gosymbols.json',
      'two\nlines',
      'two\nlines.debug',
    ]);
  });

  // Node reads arguments and folders as UTF-8: what is none cannot be asked for.
  test.each(['"$(printf \'caf\\351\')"', '.', "'*'"])('bytes that are not UTF-8, given as %s', (argument) => {
    using folder = scratch();
    copyFileSync(original, Buffer.concat([Buffer.from(folder.at('caf')), Buffer.from([0xe9])]));
    const before = readFileSync(original);
    const script = `exec "$0" "$1" ${IN_PLACE.join(' ')} ${argument}`;
    const { status, stderr } = run('sh', ['-c', script, process.execPath, BUNDLE], { cwd: folder.path });
    expect(stderr).toMatch(/caf\ufffd: no such file.*(not UTF-8|Check the path)/);
    expect(status).toBe(2);
    const [name, ...others] = readdirSync(folder.path, { encoding: 'buffer' });
    expect(others).toEqual([]);
    expect(readFileSync(Buffer.concat([Buffer.from(`${folder.path}/`), name ?? Buffer.alloc(0)]))).toEqual(
      before,
    );
  });
});

describe('links', () => {
  test('a symbolic link: the file behind it is replaced, the link stays', () => {
    using folder = scratch();
    mkdirSync(folder.at('real'));
    copyFileSync(original, folder.at('real/tiny'));
    symlinkSync('real/tiny', folder.at('link'));
    const { status, stderr } = gosymbols([...IN_PLACE, 'link'], { cwd: folder.path });
    expect(status, stderr).toBe(0);
    expect(lstatSync(folder.at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(folder.at('link')).length).toBeLessThan(readFileSync(original).length);
    expect(readdirSync(folder.path).sort()).toEqual(['link', 'real']);
    expect(readdirSync(folder.at('real')).sort()).toEqual(['gosymbols.json', 'link.debug', 'tiny']);
  });

  test.each([
    ['to nothing', 'nowhere', /link.*no such file/],
    ['to itself', 'link', /link.*leads to itself/],
  ])('a symbolic link %s', (_, target, words) => {
    using folder = scratch();
    symlinkSync(target, folder.at('link'));
    const before = stateOf(folder.path);
    const { status, stderr } = gosymbols([...IN_PLACE, 'link'], { cwd: folder.path });
    expect(stderr).toMatch(words);
    expect(status).toBe(2);
    expect(stateOf(folder.path)).toEqual(before);
  });

  test('a hard link: the other name keeps the unstripped file, and it is said', () => {
    using folder = scratch();
    copyFileSync(original, folder.at('tiny'));
    linkSync(folder.at('tiny'), folder.at('other'));
    const { status, stderr } = gosymbols([...IN_PLACE, 'tiny'], { cwd: folder.path });
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/warning.*tiny: one other name \(hard link\) keeps the unstripped file/);
    expect(readFileSync(folder.at('other'))).toEqual(readFileSync(original));
  });
});
