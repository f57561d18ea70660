import { expect, test } from 'vitest';
import { IMAGE_LIMITS } from '../limits.ts';
import type { TarEntry } from '../tar/read-tar.ts';
import { ImageTree } from './image-tree.ts';
import { Waste } from './waste.ts';

/** `d/` a directory, `a>b` a symbolic link, `a=b` a hard link, `a` a file of 10 bytes; whiteouts as they are. */
function entryOf(text: string): TarEntry {
  const [, name = '', sign, link = ''] = /^([^=>]*)([=>])?(.*)$/.exec(text) ?? [];
  const kind =
    sign === '>' ? 'symlink' : sign === '=' ? 'hard-link' : name.endsWith('/') ? 'directory' : 'file';
  const size = kind === 'file' ? 10 : 0;
  return { name, kind, link, size, stored: size, position: 0, mode: 0o644, async *pieces() {} };
}

function apply(layers: readonly string[]) {
  const waste = new Waste();
  let gone = 0;
  const tree = new ImageTree({ limits: IMAGE_LIMITS, waste, onGone: () => gone++ });
  for (const [at, layer] of layers.entries()) {
    for (const text of layer.split(' ')) tree.apply(entryOf(text), at, `layer ${at}`);
  }
  const files = [...tree.files()].map(({ path, leaf }) => `${path}@${leaf.layer}`).sort();
  return { files: files.join(' '), gone, waste: waste.facts((path) => tree.find(path)?.layer) };
}

/** Expected: path and the layer that its content comes from. */
test.each<[what: string, layers: string[], files: string]>([
  ['one layer', ['a d/ d/b'], '/a@0 /d/b@0'],
  ['missing directories are made', ['x/y/z'], '/x/y/z@0'],
  ['a file replaces a file', ['a', 'a'], '/a@1'],
  ['a directory over a directory keeps what is inside', ['d/ d/a', 'd/ d/b'], '/d/a@0 /d/b@1'],
  ['a file over a directory takes it away', ['d/ d/a', 'd'], '/d@1'],
  ['a directory over a file takes it away', ['d', 'd/ d/a'], '/d/a@1'],
  ['a directory over a link takes the link away, not its target', ['t/ t/a d>t', 'd/ d/b'], '/d/b@1 /t/a@0'],
  ['a whiteout', ['a b', '.wh.a'], '/b@0'],
  ['a whiteout of a directory', ['d/ d/a d/e/b c', '.wh.d'], '/c@0'],
  ['a whiteout of what is not there', ['a', '.wh.b d/.wh.c'], '/a@0'],
  ['a whiteout spares its own layer, before it', ['a', 'a .wh.a'], '/a@1'],
  ['a whiteout spares its own layer, behind it', ['a', '.wh.a a'], '/a@1'],
  ['a whiteout of a directory that is made anew', ['d/ d/a', 'd/ d/b .wh.d'], '/d/b@1'],
  ['an opaque directory', ['d/ d/a d/e/b', 'd/ d/.wh..wh..opq d/c'], '/d/c@1'],
  ['an opaque mark at the end of its layer', ['d/ d/a d/e/b', 'd/c d/e/f d/.wh..wh..opq'], '/d/c@1 /d/e/f@1'],
  ['an opaque root', ['a b', '.wh..wh..opq c'], '/c@1'],
  ["AUFS' records are no files", ['.wh..wh.aufs .wh..wh.plnk/1.2 a'], '/a@0'],
  ["AUFS' hard links", ['.wh..wh.plnk/1.2 a=.wh..wh.plnk/1.2'], '/a@0'],
  ['a file through a link of a lower layer', ['usr/bin/ bin>usr/bin', 'bin/a'], '/bin@0 /usr/bin/a@1'],
  ['a whiteout through a link', ['usr/bin/a usr/bin/b bin>usr/bin', 'bin/.wh.a'], '/bin@0 /usr/bin/b@0'],
  ['an absolute link', ['usr/bin/ d/bin>/usr/bin', 'd/bin/a'], '/d/bin@0 /usr/bin/a@1'],
  ['a link that climbs stays inside', ['out>../../../..', 'out/a'], '/a@1 /out@0'],
  ['a dangling link is followed and its target made', ['d>x/y', 'd/a'], '/d@0 /x/y/a@1'],
  ['a link itself is replaced', ['a b>a', 'b'], '/a@0 /b@1'],
  ['dots in names', ['./a .//d/./b d/../c'], '/a@0 /c@0 /d/b@0'],
  ['an absolute name', ['/a'], '/a@0'],
  ['a hard link', ['a b=a'], '/a@0 /b@0'],
  ['a hard link to a lower layer', ['a', 'b=a .wh.a'], '/b@0'],
  ['a hard link to itself', ['a a=a'], '/a@0'],
  ['a hard link to a link', ['a l>a h=l'], '/a@0 /h@0 /l@0'],
  ['a hard link made in an opaque directory', ['d/ a', 'd/.wh..wh..opq d/b=a'], '/a@0 /d/b@0'],
])('%s', (_what, layers, files) => {
  expect(apply(layers).files).toBe(files);
});

test.each<[what: string, layers: string[], bytes: number, paths: object[]]>([
  ['replaced', ['a', 'a'], 10, [{ path: '/a', bytes: 10, layers: [0, 1] }]],
  ['replaced twice', ['a', 'a', 'a'], 20, [{ path: '/a', bytes: 20, layers: [0, 1, 2] }]],
  ['twice in one layer', ['a a'], 10, [{ path: '/a', bytes: 10, layers: [0, 0] }]],
  ['deleted', ['a', '.wh.a'], 10, [{ path: '/a', bytes: 10, layers: [0], deletedIn: 1 }]],
  ['deleted, then added again', ['a', '.wh.a', 'a'], 10, [{ path: '/a', bytes: 10, layers: [0, 2] }]],
  [
    'replaced, then deleted',
    ['a', 'a', '.wh.a'],
    20,
    [{ path: '/a', bytes: 20, layers: [0, 1], deletedIn: 2 }],
  ],
  ['below a directory', ['d/a', '.wh.d'], 10, [{ path: '/d/a', bytes: 10, layers: [0], deletedIn: 1 }]],
  ['below a directory that a file replaced', ['d/a', 'd'], 10, [{ path: '/d/a', bytes: 10, layers: [0] }]],
  ['one of two names went: nothing is wasted', ['a b=a', '.wh.a'], 0, []],
  ['both names went', ['a b=a', '.wh.a .wh.b'], 10, [{ path: '/b', bytes: 10, layers: [0], deletedIn: 1 }]],
  ['links and directories have no bytes', ['l>a d/', '.wh.l .wh.d'], 0, []],
])('waste: %s', (_what, layers, bytes, paths) => {
  const { waste } = apply(layers);
  expect(waste).toEqual({ bytes, files: paths.length, paths });
});

test('a file is told gone when its last name went', () => {
  expect(apply(['a b=a', '.wh.a']).gone).toBe(0);
  expect(apply(['a b=a', '.wh.a', 'b']).gone).toBe(1);
});
