import { truncateSync, writeFileSync } from 'node:fs';
import { HOSTILE_NAMES, SAMPLE_IMAGES, sampleImage, sampleIndex } from '@gosymbols/report/sample';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

const POLICY = `version: 1
profiles: { p: { debuggability: { no-regression: true } } }
artifacts: [{ name: all, path: "**", profile: p, budget: { disk: { max-increase: { percent: 1 } } } }]
`;
const index = sampleIndex({ names: ['api'] });
const { now } = SAMPLE_IMAGES;
const json = (value: unknown): string => JSON.stringify(value);
/** The document with the text of one value replaced by what JSON.stringify would not write. */
const put = (key: string, value: string): string =>
  json(index).replace(new RegExp(`"${key}":[^,}]+`), `"${key}":${value}`);
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const withImages = (...images: readonly unknown[]): string => json({ ...index, images });

const forged: readonly (readonly [what: string, text: string | Buffer, told: RegExp])[] = [
  ['nothing', '', /is not JSON.*INDEX_NOT_JSON/s],
  ['half a document', json(index).slice(0, 1000), /INDEX_NOT_JSON/],
  ['bytes that are no text', Buffer.alloc(4096, 0xff), /INDEX_NOT_JSON/],
  ['a list', '[]', /INDEX_SHAPE/],
  ['nesting', json(index).replace('{', `{"x":${deep},`), /nested 100001 deep.*INDEX_FORGED/s],
  ['a number beyond all numbers', put('size', '1e400'), /size.*INDEX_SHAPE/s],
  ['a number that is not exact', put('size', '9007199254740993'), /size.*INDEX_SHAPE/s],
  ['a size below zero', put('size', '-1'), /size.*INDEX_SHAPE/s],
  ['a size as text', put('size', '"12"'), /size.*INDEX_SHAPE/s],
  ['a version of the future', put('schemaVersion', '2'), /schemaVersion 2.*INDEX_VERSION/s],
  [
    'two binaries of one name',
    json({ ...index, binaries: [...index.binaries, ...index.binaries] }),
    /two binaries are named "api".*INDEX_FORGED/s,
  ],
  ['a name that is a book', json(sampleIndex({ names: ['x'.repeat(5000)] })), /INDEX_FORGED/],
  [
    'more layers than any mount takes',
    withImages(sampleImage(Array.from({ length: 501 }, (_, at) => ({ content: String(at), wire: 1 })))),
    /images\.0\.layers.*INDEX_SHAPE/s,
  ],
  [
    'a layer without a digest',
    withImages({ ...now, layers: [{ ...now.layers[0], diffId: 'sha256:no' }] }),
    /diffId.*INDEX_SHAPE/s,
  ],
  [
    'a build step that is a book',
    withImages(sampleImage([{ content: 'a', wire: 1, createdBy: 'x'.repeat(5000) }])),
    /createdBy.*INDEX_SHAPE/s,
  ],
  [
    'waste below zero',
    withImages({ ...now, waste: { bytes: -1, files: 0, paths: [] } }),
    /waste\.bytes.*INDEX_SHAPE/s,
  ],
  [
    'two images of one artifact',
    withImages(now, now),
    /two images are of the artifact "api-image".*INDEX_FORGED/s,
  ],
];

describe('verify, a baseline of somebody else’s run', () => {
  const folder = scratch();
  beforeAll(() => {
    writeFileSync(folder.at('index.json'), json(index));
    writeFileSync(folder.at('p.yml'), POLICY);
  });
  afterAll(() => folder[Symbol.dispose]());
  const verify = (as: 'baseline' | 'release'): ReturnType<typeof gosymbols> =>
    gosymbols(['verify', '--policy', 'p.yml', '--index', 'index.json', `--${as}`, 'foreign.json'], {
      cwd: folder.path,
    });

  test.each(forged)('%s', (_, text, told) => {
    writeFileSync(folder.at('foreign.json'), text);
    const before = stateOf(folder.path);
    const { status, stdout, stderr } = verify('baseline');
    expect(stderr).toMatch(told);
    expect(stderr).toContain('foreign.json');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(verify('release').status).toBe(2);
    expect(stateOf(folder.path)).toEqual(before);
  });

  test('one that is larger than any honest one is not even read', () => {
    writeFileSync(folder.at('foreign.json'), '{');
    truncateSync(folder.at('foreign.json'), 300 * 1024 ** 2);
    const { status, stderr } = verify('baseline');
    expect(stderr).toMatch(/is 314572800 bytes, more than 268435456.*INDEX_TOO_LARGE/s);
    expect(status).toBe(2);
    writeFileSync(folder.at('foreign.json'), '');
  });

  test('keys that reach a prototype are keys', () => {
    const more = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';
    writeFileSync(folder.at('foreign.json'), json(index).replaceAll('{"', `{${more}"`));
    const { status, stderr, stdout } = verify('baseline');
    expect(stderr + stdout).not.toContain('polluted');
    expect(status, stderr).toBe(0);
  });

  test('names that terminals and runners would obey are text, in the log and in every report', () => {
    const hostile = {
      ...sampleIndex({ names: HOSTILE_NAMES }),
      images: HOSTILE_NAMES.map((name) =>
        sampleImage([{ content: name, wire: 9, createdBy: name }], { artifact: name, name }),
      ),
    };
    const { policy: _, gate: __, ...bare } = hostile;
    writeFileSync(folder.at('hostile.json'), json(bare));
    const cwd = { cwd: folder.path };
    const verified = gosymbols(['verify', '--policy', 'p.yml', '--index', 'hostile.json'], cwd);
    const reported = gosymbols(['report', '--index', 'hostile.json', '--format', 'terminal'], cwd);
    expect(reported.status, reported.stderr).toBe(0);
    for (const text of [verified.stdout, verified.stderr, reported.stdout, reported.stderr]) {
      expect(text).not.toContain('\u001b[31mred');
      expect(text).not.toMatch(/^::|##\[/m);
    }
  });
});
