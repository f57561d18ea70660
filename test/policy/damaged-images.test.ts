import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { digestOfBytes, hexOf } from '@gosymbols/oci';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { type BuiltImage, type BuiltLayer, writeImage } from '../support/image-builder.ts';
import { scratch } from '../support/scratch.ts';
import { type BuiltEntry, openTar, pax, tar } from '../support/tar-builder.ts';

const POLICY = `version: 1
artifacts:
  - { name: image, image: "oci-layout:image", budget: { wire: { max: 100MiB } } }
  - { name: api, path: dist/api }
`;
const app: BuiltEntry = { name: 'app', content: 'x'.repeat(3000) };
const whole = tar(app);
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 20);
const one = (bytes: Buffer, more: Omit<BuiltLayer, 'bytes'> = {}): BuiltImage => ({
  layers: [{ bytes, ...more }],
});
const entries = (...list: readonly BuiltEntry[]): BuiltImage => ({ layers: [tar(...list)] });
const ofWhole = { diffId: digestOfBytes(whole) };
const LAYER = 'application/vnd.oci.image.layer';

const damaged: readonly (readonly [what: string, image: BuiltImage, status: number, told: RegExp])[] = [
  ['a gzip layer that is cut', one(cut(gzipSync(whole)), ofWhole), 3, /layer 0.*IMAGE_LAYER_DAMAGED/s],
  [
    'a zstd layer that is cut',
    one(cut(zstdCompressSync(whole)), ofWhole),
    3,
    /layer 0.*IMAGE_LAYER_DAMAGED/s,
  ],
  ['a plain layer that is cut', one(openTar(app).subarray(0, 1024)), 3, /layer 0.*IMAGE_TAR/s],
  ['a layer that is no tar', one(Buffer.alloc(2048, 'not a tar ')), 3, /IMAGE_TAR/],
  ['a wrong diff_id', one(whole, { diffId: digestOfBytes('other') }), 3, /sha256:.*IMAGE_LAYER_DIGEST/s],
  [
    'a layer that is a document',
    one(whole, { mediaType: 'application/vnd.in-toto+json' }),
    3,
    /in-toto.*IMAGE_LAYER_TYPE/s,
  ],
  ['an encrypted layer', one(whole, { mediaType: `${LAYER}.v1.tar+gzip+encrypted` }), 3, /IMAGE_LAYER_TYPE/],
  ['a layer that is nowhere', one(whole, { absent: true }), 3, /BLOB_MISSING/],
  ['a name above the root', entries({ ...app, name: '../../escaped' }), 3, /escaped.*IMAGE_PATH/s],
  [
    'an absolute hard link',
    entries({ name: 'a', type: '1', link: '/etc/shadow' }),
    3,
    /etc\/shadow.*IMAGE_PATH/s,
  ],
  [
    'a hard link out of the image',
    entries({ name: 'a', type: '1', link: '../../../etc/shadow' }),
    3,
    /IMAGE_PATH/,
  ],
  [
    'a sparse file of a petabyte',
    entries(pax({ 'GNU.sparse.size': String(2 ** 50), 'GNU.sparse.map': '0,3000' }), app),
    3,
    /IMAGE_LIMIT/,
  ],
  ['an extended header of 2 GiB', entries({ name: 'pax', type: 'x', size: 2 ** 31 }, app), 3, /IMAGE_LIMIT/],
  [
    'more layers than diff_ids',
    { layers: [whole, whole], config: { rootfs: { type: 'layers', diff_ids: [digestOfBytes(whole)] } } },
    3,
    /IMAGE_LAYERS_DIFFER/,
  ],
  [
    'a manifest of schema 1',
    { layers: [], manifest: { schemaVersion: 1, layers: undefined, config: undefined } },
    3,
    /IMAGE_MANIFEST_TYPE/,
  ],
];

describe('verify, an image that is damaged or hostile', () => {
  const built = scratch();
  beforeAll(() => {
    mkdirSync(built.at('dist'));
    cpSync(goProgram({ name: 'trimpath', args: ['-trimpath'] }), built.at('dist/api'));
    const split = gosymbols(['split', 'dist/api', '--in-place'], {
      cwd: built.path,
    });
    expect(split.status, split.stderr).toBe(0);
    expect(existsSync(built.at('dist/gosymbols.json'))).toBe(true);
    writeFileSync(built.at('.gosymbols.yml'), POLICY);
  });
  let folder = scratch();
  beforeEach(() => {
    folder[Symbol.dispose]();
    folder = scratch();
    cpSync(built.path, folder.at('work'), { recursive: true });
    mkdirSync(folder.at('temp'));
  });
  afterAll(() => {
    built[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  /** Says the peak of its memory, in KiB, on the way out. `ru_maxrss` is no use: it outlives exec(2), and starts at this process's. */
  const PEAK = `data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>process.stderr.write('peak='+/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status','utf8'))[1]))`;
  function verify(args: readonly string[] = []): {
    status: number | null;
    stdout: string;
    stderr: string;
    peak: number;
  } {
    const ended = gosymbols(['verify', ...args], {
      cwd: folder.at('work'),
      env: { TMPDIR: folder.at('temp'), NODE_OPTIONS: `--import=${JSON.stringify(PEAK)}` },
    });
    return { ...ended, peak: Number(/peak=(\d+)/.exec(ended.stderr)?.[1]) * 1024 };
  }

  test.each(damaged)('%s', async (_, image, status, told) => {
    await writeImage(folder.at('work/image'), { ...image, tag: 'v1' });
    const before = stateOf(folder.path);
    const ended = verify();
    expect(ended.stderr).toMatch(told);
    expect(ended.status, ended.stderr).toBe(status);
    expect(ended.stdout).toBe('');
    expect(stateOf(folder.path)).toEqual(before);
    expect(ended.peak).toBeLessThan(400 * 1024 ** 2);
  });

  test('bytes of a layer that were changed on disk', async () => {
    await writeImage(folder.at('work/image'), { ...one(whole), tag: 'v1' });
    appendFileSync(folder.at('work/image/blobs/sha256', hexOf(digestOfBytes(whole))), 'x');
    const ended = verify();
    expect(ended.stderr).toMatch(/SIZE_MISMATCH/);
    expect(ended.status).toBe(3);
    expect(readdirSync(folder.at('temp'))).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['plain', (bytes: Buffer): Buffer => bytes],
  ])('layers in %s, with a link out of the tree that nobody follows, are judged', async (_, compress) => {
    const entry: readonly BuiltEntry[] = [
      app,
      { name: 'out', type: '2', link: '../../../../../../etc' },
      { name: 'etc', type: '2', link: '/etc/passwd' },
    ];
    await writeImage(folder.at('work/image'), { layers: [compress(tar(...entry))], tag: 'v1' });
    const ended = verify();
    expect(ended.status, ended.stderr).toBe(0);
    expect(readdirSync(folder.at('temp'))).toEqual([]);
  });

  test('a media type that says another compression is told, and judged', async () => {
    const image = one(zstdCompressSync(whole), {
      mediaType: `${LAYER}.v1.tar+gzip`,
      diffId: digestOfBytes(whole),
    });
    await writeImage(folder.at('work/image'), { ...image, tag: 'v1' });
    const ended = verify();
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/layer 0 is zstd, its media type says .*gzip/);
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('half a GiB out of a small %s layer takes little memory and no disk', async (_, compress) => {
    const layer = compress(tar({ name: 'zeros', content: Buffer.alloc(512 * 1024 ** 2) }));
    expect(layer.length).toBeLessThan(1024 ** 2);
    await writeImage(folder.at('work/image'), { layers: [layer], tag: 'v1' });
    const ended = verify();
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.peak).toBeLessThan(400 * 1024 ** 2);
    expect(readdirSync(folder.at('temp'))).toEqual([]);
  });
});
