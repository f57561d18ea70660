import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FileSource } from '@gosymbols/bytes';
import { findSection, readElf } from '@gosymbols/elf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

/** All of these are linked with one and the same build ID, as Bazel's rules_go does it. */
const REDACTED = '-ldflags=-buildid=redacted';
const KITCHEN = join(import.meta.dirname, '..', 'fixtures', 'programs', 'kitchen');

beforeAll(() => {
  copyFileSync(goProgram({ name: 'static' }), folder.at('app'));
  copyFileSync(goProgram({ name: 'tiny', program: 'tiny' }), folder.at('other'));
  changedKitchen('redacted', (main) => main);
  changedKitchen('later', (main) =>
    main.replace('\tlabel :=', '\n\tlabel :=').replace('}\n\nfunc main', '}\nfunc main'),
  );
  copyFileSync(goProgram({ name: 'arm64', env: { GOARCH: 'arm64' } }), folder.at('foreign'));
  const binaries = ['app', 'other', 'foreign', 'redacted', 'later'].map((name) => folder.at(name));
  const split = gosymbols(['split', '--build-ids', 'keep', '--out-dir', folder.at('split'), ...binaries]);
  expect(split.status, split.stderr).toBe(0);
  writeFileSync(folder.at('text'), 'not a binary\n');
  writeFileSync(folder.at('cut.debug'), readFileSync(folder.at('split/app.debug')).subarray(0, 300_000));
  writeFileSync(folder.at('touched.debug'), touched(folder.at('split/app.debug')));
  writeFileSync(
    folder.at('forced.debug'),
    withIdsOf(folder.at('split/app'), folder.at('split/redacted.debug')),
  );
  writeFileSync(folder.at('damaged.debug'), damaged(folder.at('split/app.debug')));
  writeFileSync(folder.at('there'), 'was here before');
  linkSync(folder.at('split/app.debug'), folder.at('hard link'));
});

/** The same program, unchanged or with a change, under the same build ID. */
function changedKitchen(name: string, change: (main: string) => string): void {
  const source = folder.at('source', name);
  mkdirSync(source, { recursive: true });
  cpSync(KITCHEN, source, { recursive: true });
  writeFileSync(join(source, 'main.go'), change(readFileSync(join(source, 'main.go'), 'utf8')));
  output('go', ['build', '-o', folder.at(name), '-trimpath', REDACTED, '.'], {
    cwd: source,
    env: { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
  });
}

/** One letter of one symbol's name is another: only the CRC can tell. */
function touched(path: string): Buffer {
  const bytes = readFileSync(path);
  const at = bytes.lastIndexOf('runtime.gcStart');
  bytes.write('R', at);
  return bytes;
}

/** Its DWARF ends in the middle of a unit. */
function damaged(path: string): Buffer {
  const bytes = readFileSync(path);
  using source = FileSource.open(path);
  const info = findSection(readElf(source), '.debug_info');
  bytes.fill(0xff, (info?.offset ?? 0) + 40, (info?.offset ?? 0) + 400);
  return bytes;
}

/** The debug file of one build with the notes of another, byte for byte where they are as long. */
function withIdsOf(binary: string, debug: string): Buffer {
  const id = (path: string): Buffer =>
    Buffer.from(/Build ID: ([0-9a-f]+)/.exec(output('readelf', ['-nW', path]))?.[1] ?? '', 'hex');
  const bytes = readFileSync(debug);
  id(binary).copy(bytes, bytes.indexOf(id(debug)));
  return bytes;
}

/** Everything under the folder with its content and mode, to see that nothing was written or changed. */
function snapshot(): string[] {
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).sort();
  return files.map((name) => {
    const stat = statSync(folder.at(name));
    const content = stat.isFile() ? readFileSync(folder.at(name)) : '';
    return `${name} ${stat.mode} ${createHash('sha256').update(content).digest('hex')}`;
  });
}

const refused: readonly (readonly [
  string,
  { binary?: string; debug?: string; out?: string },
  number,
  RegExp,
])[] = [
  ['a missing binary', { binary: 'missing' }, 2, /missing.*no such file/],
  ['a missing debug file', { debug: 'missing' }, 2, /missing.*no such file/],
  ['a text file as binary', { binary: 'text' }, 2, /text.*not an ELF file/],
  ['a text file as debug file', { debug: 'text' }, 2, /text.*not an ELF file/],
  ['a folder as debug file', { debug: 'split' }, 2, /split: is a directory/],
  [
    'a debug file as binary',
    { binary: 'split/other.debug' },
    2,
    /other\.debug: is a debug file.*JOIN_NOT_BINARY/,
  ],
  ['a binary as debug file', { debug: 'app' }, 2, /app: is no debug file.*JOIN_NOT_DEBUG/],
  [
    'swapped halves',
    { binary: 'split/app.debug', debug: 'split/app' },
    2,
    /app\.debug: is a debug file, and .*app is a binary.*swapped.*other way round/,
  ],
  ['the debug file of another program', { debug: 'split/other.debug' }, 2, /does not belong to this binary/],
  [
    'the debug file of another machine',
    { debug: 'split/foreign.debug' },
    2,
    /has machine 183 \(64 bit, little endian\), the binary 62/,
  ],
  [
    'the debug file of another build',
    { debug: 'split/redacted.debug' },
    2,
    /has build ID 4989.*, the binary/,
  ],
  [
    'another build under this one’s GNU ID',
    { debug: 'forced.debug' },
    2,
    /has Go build ID redacted, the binary/,
  ],
  [
    'the same program with one line moved, under the same IDs',
    { binary: 'split/redacted', debug: 'split/later.debug' },
    2,
    /describes another build: \d+ of \d+ lines differ: at 0x[0-9a-f]+ pclntab says line 51, DWARF says 52/,
  ],
  ['a debug file with one byte changed', { debug: 'touched.debug' }, 2, /\.gnu_debuglink says CRC/],
  ['a debug file that is cut short', { debug: 'cut.debug' }, 3, /cut\.debug.*cut short/],
  ['a debug file whose DWARF is damaged', { debug: 'damaged.debug' }, 3, /damaged\.debug, \.debug_\w+/],
  ['out: the binary', { out: 'split/app' }, 2, /`out` is the same file as `binary`.*OUT_IS_INPUT/],
  ['out: the debug file by another name', { out: 'hard link' }, 2, /`out` is the same file as `debug`/],
  ['out: a folder', { out: 'split' }, 2, /split: is a directory/],
  ['out: below a file', { out: 'text/app' }, 2, /text.*(is a file|not a directory)/],
];

test.each(refused)('%s: exit status, one clear line, nothing written', (_, given, status, line) => {
  const { binary = 'split/app', debug = 'split/app.debug', out = 'new/app' } = given;
  const before = snapshot();
  const done = gosymbols(['join', '--binary', binary, '--debug', debug, '--out', out], { cwd: folder.path });
  const message = done.stderr.split('\n').filter((text) => text.startsWith('gosymbols: '));
  expect([done.status, message], done.stderr).toEqual([status, [expect.stringMatching(line)]]);
  expect(done.stderr).not.toMatch(/\n\s+at /);
  expect(done.stdout).toBe('');
  expect(snapshot()).toEqual(before);
});

test('the full file replaces what was there, has the mode of the binary, and is what the outputs say', () => {
  chmodSync(folder.at('split/app'), 0o750);
  const args = ['join', '--binary', 'split/app', '--debug', 'split/app.debug', '--json', '--out'];
  const { status, stdout, stderr } = gosymbols([...args, 'there'], { cwd: folder.path });
  expect(status, stderr).toBe(0);
  const bytes = readFileSync(folder.at('there'));
  expect(JSON.parse(stdout)).toEqual({
    path: folder.at('there'),
    size: bytes.length,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  });
  expect(statSync(folder.at('there')).mode & 0o777).toBe(0o750);
  expect(output('go', ['tool', 'nm', folder.at('there')])).toBe(
    output('go', ['tool', 'nm', folder.at('app')]),
  );
  expect(gosymbols([...args, 'made/for/it'], { cwd: folder.path }).status).toBe(0);
  expect(readFileSync(folder.at('made/for/it')).equals(bytes)).toBe(true);
});

test.each(['none', 'zlib', 'zstd'])('compress %s', (compress) => {
  const out = folder.at(`as-${compress}`);
  const half = ['--binary', folder.at('split/app'), '--debug', folder.at('split/app.debug')];
  const { status, stderr } = gosymbols(['join', ...half, '--out', out, '--compress', compress]);
  expect(status, stderr).toBe(0);
  const facts = JSON.parse(gosymbols(['inspect', '--json', out]).stdout);
  expect(facts[0].dwarf.compression).toBe(compress);
});
