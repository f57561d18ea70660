import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

beforeAll(() => {
  const good = goProgram({ name: 'static' });
  copyFileSync(good, folder.at('good'));
  writeFileSync(folder.at('empty'), '');
  writeFileSync(folder.at('text'), 'not a binary\n');
  writeFileSync(folder.at('truncated'), readFileSync(good).subarray(0, 1_000_000));
  writeFileSync(folder.at('headless'), readFileSync(good).subarray(0, 50));
  writeFileSync(folder.at('broken.yml'), 'version: 1\nartefacts: []\n');
  writeFileSync(folder.at('broken.json'), '{"schemaVersion": 1,');
  writeFileSync(folder.at('other.json'), '{"hello": "world"}');
  mkdirSync(folder.at('directory'));
});

/** Everything under the folder with its content, to see that nothing was written or changed. */
function snapshot(): Record<string, string> {
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => [
      `${entry.parentPath}/${entry.name}`,
      createHash('sha256')
        .update(readFileSync(`${entry.parentPath}/${entry.name}`))
        .digest('hex'),
    ]),
  );
}

const SPLIT = ['split', '--out-dir', 'out', '--binaries'];

const cases: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['no verb', [], 2, /Usage: gosymbols/],
  ['a misspelt verb', ['spilt'], 2, /unknown verb `spilt`.*Did you mean `split`/],
  [
    'a misspelt flag',
    ['split', '--binarys', 'good'],
    2,
    /unknown flag `--binarys`.*Did you mean `--binaries`/,
  ],
  ['a flag without its value', ['split', '--binaries'], 2, /needs a value/],
  ['inspect: nothing to read', ['inspect'], 2, /`binaries` is required/],
  ['inspect: a missing file', ['inspect', 'missing'], 2, /missing.*no such file/],
  ['inspect: an empty file', ['inspect', 'empty'], 2, /empty.*is empty/],
  ['inspect: a text file', ['inspect', 'text'], 2, /text.*not an executable/],
  ['inspect: a truncated binary', ['inspect', 'truncated'], 3, /truncated.*cut short/],
  ['inspect: less than a header', ['inspect', 'headless'], 3, /headless.*(needs|cut short)/],
  [
    'inspect: a folder without binaries',
    ['inspect', 'directory'],
    2,
    /no such file|matches no|none of the files|no file/,
  ],
  ['split: nothing to split', ['split'], 2, /neither `binaries` nor `index`/],
  ['split: a missing file', [...SPLIT, 'missing'], 2, /missing.*no such file/],
  ['split: a glob without a match', [...SPLIT, '*.nothing'], 2, /matches no file/],
  ['split: a directory', [...SPLIT, 'directory'], 2, /directory/],
  ['split: an empty file', [...SPLIT, 'empty'], 2, /empty.*is empty/],
  ['split: a text file', [...SPLIT, 'text'], 2, /text.*not an ELF file/],
  ['split: a truncated binary', [...SPLIT, 'truncated'], 3, /truncated.*cut short/],
  [
    'split: an unknown mode',
    [...SPLIT, 'good', '--strip', 'everything'],
    2,
    /`strip` is `everything`.*all, dwarf, none/,
  ],
  [
    'split: into its own folder',
    ['split', '--out-dir', '.', '--binaries', 'good'],
    2,
    /overwritten.*--in-place/,
  ],
  [
    'split: a file where the output folder should be',
    ['split', '--out-dir', 'text', '--binaries', 'good'],
    2,
    /text/,
  ],
  [
    'split: an output folder that cannot be made',
    ['split', '--out-dir', '/proc/none', '--binaries', 'good'],
    2,
    /\/proc/,
  ],
  [
    'split: an index that is not there',
    ['split', '--index', 'missing.json'],
    2,
    /missing\.json.*no such file/,
  ],
  ['verify: no policy', ['verify', '--policy', 'missing.yml', '--index', 'other.json'], 2, /missing\.yml/],
  [
    'verify: a policy with an unknown key',
    ['verify', '--policy', 'broken.yml', '--index', 'other.json'],
    2,
    /broken\.yml.*artefacts/s,
  ],
  [
    'verify: a folder as policy',
    ['verify', '--policy', 'directory', '--index', 'other.json'],
    2,
    /directory/,
  ],
  ['publish: an index that is not JSON', ['publish', '--index', 'broken.json'], 2, /broken\.json.*not JSON/],
  [
    'publish: a JSON file of another kind',
    ['publish', '--index', 'other.json'],
    2,
    /other\.json.*not a symbol index/,
  ],
  ['publish: a store of no known kind', ['publish', '--index', 'other.json', '--store', 'ftp://x'], 2, /ftp/],
  ['gate: nothing to gate', ['gate'], 2, /binaries|index/],
  ['gate: a missing binary', ['gate', '--binaries', 'missing'], 2, /missing/],
  ['fetch: no question', ['fetch'], 2, /build-id|binary|index/],
  ['fetch: a build ID that is none', ['fetch', '--build-id', 'xyz'], 2, /xyz/],
  ['report: no index', ['report', '--index', 'missing.json'], 2, /missing\.json/],
  ['report: an unknown format', ['report', '--index', 'other.json', '--format', 'pdf'], 2, /pdf/],
  ['build: an unknown tool', ['build', '--tool', 'make'], 2, /make/],
  ['build: no sources here', ['build', '--tool', 'go'], 2, /go/],
  [
    'pipeline: a working directory that is none',
    ['pipeline', '--working-directory', 'missing'],
    2,
    /missing/,
  ],
];

describe('every verb: one clear line, the right exit status, nothing written, the original untouched', () => {
  test.each(cases)('%s', (_, args, status, message) => {
    const before = snapshot();
    const { status: actual, stdout, stderr } = gosymbols(args, { cwd: folder.path });
    const said = args.length === 0 ? stdout : stderr;
    expect(said).toMatch(message);
    expect(actual, stderr).toBe(status);
    if (args.length > 0) {
      expect(stdout).toBe('');
      expect(stderr).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
      expect(
        stderr
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('gosymbols: ')).length,
        stderr,
      ).toBe(1);
    }
    expect(snapshot()).toEqual(before);
    expect(existsSync(folder.at('out/gosymbols.json'))).toBe(false);
  });
});

test('of several binaries a damaged one fails the run at its end, and the others are split', () => {
  const { status, stderr } = gosymbols(['split', '--out-dir', 'several', 'good', 'truncated'], {
    cwd: folder.path,
  });
  expect(status).toBe(3);
  expect(stderr).toMatch(/1 of 2 binaries could not be split.*truncated.*cut short/);
  const index = JSON.parse(readFileSync(folder.at('several/gosymbols.json'), 'utf8')) as {
    binaries: { name: string; split: unknown }[];
  };
  expect(index.binaries.map(({ name, split }) => [name, split !== undefined])).toEqual([['good', true]]);
});
