import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { overlayOf } from './overlay.ts';

const DEFAULT =
  '-s -w -X main.version={{.Version}} -X main.commit={{.Commit}} -X main.date={{.Date}} -X main.builtBy=goreleaser';
const KEEP = '-s=false -w=false';

interface Plain {
  readonly builds: readonly {
    readonly ldflags?: readonly string[];
    readonly overrides?: readonly { readonly ldflags?: readonly string[] }[];
  }[];
}

/** Linker flags of each build after the overlay, and of its overrides after them. */
function flagsAfter(source: string): (readonly string[] | undefined)[] {
  const { builds } = parse(overlayOf(source, { file: 'c.yaml', stripFlags: 'remove' }).text, {
    version: '1.1',
  }) as Plain;
  return builds.flatMap(({ ldflags, overrides = [] }) => [
    ldflags,
    ...overrides.map((override) => override.ldflags),
  ]);
}

describe('symbols are kept in', () => {
  test.each([
    ['no file', 'version: 2\n', [[DEFAULT, KEEP]]],
    ['a build without flags', 'builds:\n  - id: a\n', [[DEFAULT, KEEP]]],
    ['an empty list of flags', 'builds:\n  - ldflags: []\n', [[DEFAULT, KEEP]]],
    ['flags as one text', 'builds:\n  - ldflags: -s -w\n', [['-s -w', KEEP]]],
    ['a list of flags', 'builds:\n  - ldflags: [-s, -X a=b]\n', [['-s', '-X a=b', KEEP]]],
    [
      'flags that a merge brings',
      'builds:\n  - &b\n    id: a\n    ldflags: [-s]\n  - <<: *b\n    id: b\n',
      [
        ['-s', KEEP],
        ['-s', KEEP],
      ],
    ],
    [
      'flags that an alias brings',
      'builds:\n  - ldflags: &l [-w]\n  - ldflags: *l\n',
      [
        ['-w', KEEP],
        ['-w', KEEP],
      ],
    ],
    [
      'an override',
      'builds:\n  - ldflags: [-X a=b]\n    overrides:\n      - goos: linux\n        ldflags: [-s]\n      - goos: darwin\n',
      [['-X a=b', KEEP], ['-s', KEEP], undefined],
    ],
    ['a build in another language', 'builds:\n  - builder: rust\n', [undefined]],
    [
      'flags whose anchor a build in another language uses',
      'builds:\n  - ldflags: &l [-w]\n  - builder: rust\n    flags: *l\n',
      [['-w', KEEP], undefined],
    ],
  ])('%s', (_, source, flags) => {
    expect(flagsAfter(source)).toEqual(flags);
  });
});

test('all else is as it was: comments, octal numbers, words that YAML 1.2 reads otherwise, long lines', () => {
  const long = 'x '.repeat(200).trim();
  const rest = `# Comment\nnfpms:\n  - contents:\n      - file_info: { mode: 0644 }\n    description: ${long}\n    ok: no\n`;
  expect(overlayOf(`builds:\n  - id: a\n${rest}`, { file: 'c.yaml', stripFlags: 'remove' }).text).toContain(
    rest,
  );
});

test('with keep and fail the text is the very same', () => {
  const source = 'builds:   [ { id: a,   ldflags: [ -X a=b ] } ]\n';
  expect(overlayOf(source, { file: 'c.yaml', stripFlags: 'keep' }).text).toBe(source);
  expect(overlayOf(source, { file: 'c.yaml', stripFlags: 'fail' }).text).toBe(source);
});

test.each([
  ['flags that strip', 'builds:\n  - id: a\n    ldflags: [-s -w]\n'],
  ['the default flags', 'builds:\n  - id: a\n'],
  [
    'an override that strips',
    'builds:\n  - id: a\n    ldflags: [-X a=b]\n    overrides:\n      - ldflags: [-w]\n',
  ],
])('fail: %s', (_, source) => {
  expect(() => overlayOf(source, { file: 'c.yaml', stripFlags: 'fail' })).toThrow(
    expect.objectContaining({ code: 'STRIP_FLAGS' }),
  );
});

test.each([
  'builds: [{ ldflags: { a: b } }]\n',
  'builds: [{ overrides: hello }]\n',
  'builds: [{ overrides: [hello], id: 7 }]\n',
  'dist: [a]\n',
])('what only GoReleaser can judge is left to it: %s', (source) => {
  expect(overlayOf(source, { file: 'c.yaml', stripFlags: 'remove' }).text).toContain(KEEP);
});

test.each([
  ['no YAML', 'builds: [\n'],
  ['a text', 'hello\n'],
  ['a list', '- a\n'],
  ['builds that are a text', 'builds: hello\n'],
  ['builds that are a mapping', 'builds:\n  id: a\n'],
  ['a build that is a text', 'builds: [a]\n'],
  ['an alias to nothing', 'builds: *nothing\n'],
  [
    'aliases that multiply',
    `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((n, i) => `${n}: &${n} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}\n`,
  ],
])('what GoReleaser would not read is a wrong request: %s', (_, source) => {
  expect(() => overlayOf(source, { file: 'c.yaml', stripFlags: 'remove' })).toThrow(
    expect.objectContaining({ kind: 'request' }),
  );
});

describe('a release', () => {
  const hook = { strip: 'all', compress: 'none', buildIds: 'repair' };
  const release = (source: string) => overlayOf(source, { file: 'c.yaml', stripFlags: 'keep', hook });
  interface Released {
    readonly builds: readonly {
      readonly id?: string;
      readonly hooks?: {
        readonly pre?: unknown;
        readonly post?: readonly (string | { readonly cmd: string })[];
      };
    }[];
    readonly archives: readonly { readonly id?: string; readonly meta?: boolean }[];
    readonly release?: { readonly ids?: readonly string[] };
    readonly checksum?: { readonly ids?: readonly string[] };
    readonly kos?: readonly { readonly ldflags?: readonly string[] }[];
  }
  const after = (source: string): Released => parse(release(source).text, { version: '1.1' }) as Released;
  /** `us` for the hook that is ours. */
  const postsIn = (source: string): (readonly string[] | undefined)[] =>
    after(source).builds.map(({ hooks }) =>
      hooks?.post?.map((one) => {
        const command = typeof one === 'string' ? one : one.cmd;
        return /\.js'? split --hook dist\/gosymbols --binaries "\{\{ \.Path \}\}"/.test(command)
          ? 'us'
          : command;
      }),
    );

  test.each([
    ['no file', 'version: 2\n', [['us']]],
    ['a build without hooks', 'builds:\n  - id: a\n', [['us']]],
    ['a hook as one text', 'builds:\n  - hooks: { post: upx x }\n', [['us', 'upx x']]],
    ['hooks of both kinds', 'builds:\n  - hooks: { post: [a, { cmd: b, dir: c }] }\n', [['us', 'a', 'b']]],
    [
      'hooks that an alias brings',
      'builds:\n  - hooks: &h { post: [&p a] }\n  - hooks: *h\n  - builder: rust\n    hooks: { post: [*p] }\n',
      [['us', 'a'], ['us', 'a'], ['a']],
    ],
    [
      'builds that aliases bring',
      'x: &a { id: a, hooks: { post: a } }\nbuilds: [*a, { id: b }]\n',
      [['us', 'a'], ['us']],
    ],
  ])('our hook goes first: %s', (_, source, posts) => {
    expect(postsIn(source)).toEqual(posts);
  });

  test.each([
    ['none: the default stays', '', [undefined, 'gosymbols']],
    ['some', 'archives: [{ id: a }]\n', ['a', 'gosymbols']],
    ['by an alias', 'x: &x [{ id: a }]\narchives: *x\n', ['a', 'gosymbols']],
  ])('archives: %s', (_, source, ids) => {
    expect(after(source).archives.map(({ id }) => id)).toEqual(ids);
  });

  test('sections that pick by id get the symbols too, others stay as they are', () => {
    const { release: published, checksum } = after('release: { ids: [a] }\nchecksum: { name_template: c }\n');
    expect(published?.ids).toEqual(['a', 'gosymbols']);
    expect(checksum).toEqual({ name_template: 'c' });
  });

  test('ko builds with the flags that its build had', () => {
    const source = 'builds: [{ id: a, ldflags: [-s] }]\nkos: [{ build: a }, { id: a, ldflags: [-w] }]\n';
    const { text, hasKo } = overlayOf(source, { file: 'c.yaml', stripFlags: 'remove', hook });
    expect(hasKo).toBe(true);
    expect((parse(text) as Released).kos?.map(({ ldflags }) => ldflags)).toEqual([['-s'], ['-w']]);
  });

  test('a file that has our hook in every build is taken as it is', () => {
    const source =
      'builds:\n  - hooks:\n      post: gosymbols split --hook out/symbols --binaries "{{ .Path }}"\n';
    expect(release(source)).toMatchObject({ text: source, hookFolder: 'out/symbols' });
  });

  test('the folder is below that of the outputs', () => {
    expect(release('dist: out/\n').hookFolder).toBe('out/gosymbols');
  });
});
