import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EPOCH = 1_764_000_000;
const FRAME = 2 * 1024 * 1024;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Manifest {
  readonly mediaType: string;
  readonly artifactType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}
interface Entry {
  readonly name: string;
  readonly mode: string;
  readonly owner: string;
  readonly seconds: string;
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Keys that a table of docs/symbol-artifact.md describes: those of the section that begins with this heading. */
function documentedKeys(heading: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'docs', 'symbol-artifact.md'), 'utf8');
  const section = text.slice(text.indexOf(`### ${heading}`)).split(/^##/m)[1] ?? '';
  return [...section.matchAll(/^\| `(dev\.gosymbols\.[a-z.-]+)`/gm)].map(([, key = '']) => key);
}

describe.skipIf(lacks('oras', 'readelf'))('docs/symbol-artifact.md, sentence by sentence', () => {
  const folder = scratch();
  const layout = folder.at('layout');
  const binary = folder.at('dist', 'trimpath');
  const debugFile = (): Buffer => readFileSync(`${binary}.debug`);
  let key: string;
  let manifest: Manifest;

  const blob = ({ digest }: Pick<Descriptor, 'digest'>, path = layout): Buffer =>
    readFileSync(join(path, 'blobs', 'sha256', digest.slice('sha256:'.length)));
  const manifestOf = (tag: string, path = layout): string =>
    output('oras', ['manifest', 'fetch', '--oci-layout', `${path}:${tag}`]);
  const layerOf = (content: string): Descriptor => {
    const found = manifest.layers.find(({ annotations }) => annotations['dev.gosymbols.layer'] === content);
    if (found === undefined) throw new Error(`no layer ${content}`);
    return found;
  };
  /** All frames at once, as any reader that goes on behind the first does it. */
  const tarOf = (layer: Descriptor): Buffer => zstdDecompressSync(blob(layer));
  const entriesOf = (layer: Descriptor): readonly Entry[] => {
    writeFileSync(folder.at('layer.tar'), tarOf(layer));
    const listed = output('tar', [
      ...['--list', '--verbose', '--numeric-owner', '--full-time', '--utc', '--file', folder.at('layer.tar')],
    ]);
    return listed
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [mode = '', owner = '', , day = '', time = '', name = ''] = line.split(/\s+/);
        return { name, mode, owner, seconds: `${day}T${time}Z` };
      });
  };
  const publish = (path: string, ...more: readonly string[]): void => {
    const { status, stderr } = gosymbols(
      [
        ...['publish', '--index', folder.at('dist', 'gosymbols.json'), '--store', `oci-layout:${path}`],
        ...['--include', 'executable', '--include', 'sources', '--sources', folder.at('module'), ...more],
      ],
      { env: { SOURCE_DATE_EPOCH: String(EPOCH) } },
    );
    expect(status, stderr).toBe(0);
  };

  beforeAll(() => {
    cpSync(goProgram({ name: 'trimpath', args: ['-trimpath'] }), folder.at('trimpath'));
    cpSync(join(ROOT, 'test/fixtures/programs/kitchen'), folder.at('module'), { recursive: true });
    mkdirSync(folder.at('module', '.hidden'));
    for (const name of ['main_test.go', '.hidden/a.go', 'notes.txt'])
      writeFileSync(folder.at('module', name), '');
    const { status, stderr } = gosymbols(['split', folder.at('trimpath'), '--out-dir', folder.at('dist')]);
    expect(status, stderr).toBe(0);
    publish(layout);
    key = /Build ID: ([0-9a-f]+)/.exec(output('readelf', ['--notes', binary]))?.[1] ?? '';
    manifest = JSON.parse(manifestOf(`build-id-${key}`)) as Manifest;
  });
  afterAll(() => folder[Symbol.dispose]());

  test('an image manifest with a real config and standard layer types', () => {
    expect(manifest).toMatchObject({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.gosymbols.debug.v1',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json' },
    });
    for (const descriptor of [manifest.config, ...manifest.layers]) {
      expect([sha256(blob(descriptor)), blob(descriptor).length]).toEqual([
        descriptor.digest,
        descriptor.size,
      ]);
    }
    for (const { mediaType } of manifest.layers) {
      expect(mediaType).toBe('application/vnd.oci.image.layer.v1.tar+zstd');
    }
  });

  test('the config: platform, diff_ids of the uncompressed tars, one history entry for each', () => {
    const config = JSON.parse(blob(manifest.config).toString()) as { history: unknown[] };
    expect(config).toMatchObject({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: manifest.layers.map((layer) => sha256(tarOf(layer))) },
    });
    expect(config.history).toHaveLength(manifest.layers.length);
  });

  test('annotations: what they say is so, and no other key is written than the table has', () => {
    const goId = output('go', ['tool', 'buildid', binary]).trim();
    const shipped = readFileSync(binary);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(shipped.length));
    const fileId = sha256(Buffer.concat([shipped.subarray(0, 4096), shipped.subarray(-4096), length]));
    const symbols = Number(
      /'\.symtab' contains (\d+) entries/.exec(
        output('readelf', ['--syms', '--wide', `${binary}.debug`]),
      )?.[1],
    );
    expect(manifest.annotations).toMatchObject({
      'dev.gosymbols.key': key,
      'dev.gosymbols.key.from': 'gnu',
      'dev.gosymbols.build-id.gnu': key,
      'dev.gosymbols.build-id.go': goId,
      'dev.gosymbols.file-id': fileId.slice('sha256:'.length, 'sha256:'.length + 32),
      'dev.gosymbols.debug.digest': sha256(debugFile()),
      'dev.gosymbols.debug.size': String(debugFile().length),
      'dev.gosymbols.debug.symbols': expect.stringMatching(/^\d+$/),
      'dev.gosymbols.debug.functions': expect.stringMatching(/^[1-9]\d*$/),
      'dev.gosymbols.binary': 'trimpath',
      'org.opencontainers.image.created': new Date(EPOCH * 1000).toISOString().replace('.000Z', 'Z'),
    });
    // The first entry of a symbol table is empty (gABI).
    expect(symbols - Number(manifest.annotations['dev.gosymbols.debug.symbols'])).toBeOneOf([0, 1]);
    const documented = documentedKeys('Annotations');
    const ours = Object.keys(manifest.annotations).filter((name) => name.startsWith('dev.gosymbols.'));
    expect(documented).toEqual(expect.arrayContaining(ours));
    const absent = documented.filter((name) => !ours.includes(name)).sort();
    expect(absent).toEqual([
      'dev.gosymbols.build-id.constant',
      'dev.gosymbols.ephemeral',
      'dev.gosymbols.expires',
    ]);
  });

  test('layers: debug, executable, source, each with what its table says', () => {
    const contents = manifest.layers.map(({ annotations }) => annotations['dev.gosymbols.layer']);
    expect(contents).toEqual(['debug', 'executable', 'source']);
    const documented = documentedKeys('Layers');
    for (const { annotations } of manifest.layers) {
      expect(documented).toEqual(expect.arrayContaining(Object.keys(annotations)));
    }
    for (const [content, bytes] of [
      ['debug', debugFile()],
      ['executable', readFileSync(binary)],
    ] as const) {
      expect(layerOf(content).annotations).toMatchObject({
        'dev.gosymbols.layer.file.digest': sha256(bytes),
        'dev.gosymbols.layer.file.size': String(bytes.length),
      });
    }
  });

  const tree = (): string => `usr/lib/debug/.build-id/${key.slice(0, 2)}/${key.slice(2)}`;
  test.each([
    ['debug', () => [`${tree()}.debug`], '-rw-r--r--'],
    ['executable', () => [tree()], '-rwxr-xr-x'],
    [
      'source',
      () => ['go.mod', 'main.go'].map((name) => `usr/src/debug/example.com/kitchen/${name}`),
      '-rw-r--r--',
    ],
  ] as const)('the tar of the %s layer', (content, names, mode) => {
    const entries = entriesOf(layerOf(content));
    const files = entries.filter(({ name }) => !name.endsWith('/'));
    expect(files.map(({ name }) => name)).toEqual(names());
    expect(new Set(files.map((entry) => entry.mode))).toEqual(new Set([mode]));
    const parents = new Set(
      names().flatMap((name) => {
        const parts = name.split('/').slice(0, -1);
        return parts.map((_part, at) => `${parts.slice(0, at + 1).join('/')}/`);
      }),
    );
    const directories = entries.filter(({ name }) => name.endsWith('/'));
    expect(new Set(directories.map(({ name }) => name))).toEqual(parents);
    expect(new Set(directories.map((entry) => entry.mode))).toEqual(new Set(['drwxr-xr-x']));
    expect(new Set(entries.map(({ owner }) => owner))).toEqual(new Set(['0/0']));
    const time = new Date(EPOCH * 1000).toISOString().replace('.000Z', 'Z');
    expect(new Set(entries.map(({ seconds }) => seconds))).toEqual(new Set([time]));
    // POSIX 1988 ustar, type 0 or 5: no extended header.
    const tar = tarOf(layerOf(content));
    expect(tar.toString('latin1', 257, 263)).toBe('ustar\0');
    expect(tar.toString('latin1', 156, 157)).toBe('5');
  });

  test('zstd: frames of 2 MiB, their digests, and the seek table of the seekable format', () => {
    const path = folder.at('large-layout');
    cpSync(goProgram({ name: 'large', importPath: 'cmd/go' }), folder.at('large'));
    const index = folder.at('large-dist', 'gosymbols.json');
    for (const args of [
      ['split', folder.at('large'), '--out-dir', folder.at('large-dist')],
      ['publish', '--index', index, '--store', `oci-layout:${path}`],
    ]) {
      expect(gosymbols(args).status).toBe(0);
    }
    const id = /Build ID: ([0-9a-f]+)/.exec(output('readelf', ['--notes', folder.at('large')]))?.[1];
    const [layer] = (JSON.parse(manifestOf(`build-id-${id}`, path)) as { layers: [Descriptor] }).layers;
    const bytes = blob(layer, path);
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(0x8f92eab1);
    expect(bytes.readUInt8(bytes.length - 5)).toBe(0);
    const rows = bytes.readUInt32LE(bytes.length - 9);
    const table = bytes.length - 9 - rows * 8 - 8;
    expect([bytes.readUInt32LE(table), bytes.readUInt32LE(table + 4)]).toEqual([0x184d2a5e, rows * 8 + 9]);
    const digests = table - 8 - (rows - 1) * 32;
    expect([bytes.readUInt32LE(digests), bytes.readUInt32LE(digests + 4)]).toEqual([
      0x184d2a5d,
      (rows - 1) * 32,
    ]);
    expect(layer.annotations).toMatchObject({
      'dev.gosymbols.layer.frames.size': String(bytes.length - digests),
      'dev.gosymbols.layer.frames.digest': sha256(bytes.subarray(digests)),
    });
    let at = 0;
    const pieces: Buffer[] = [];
    for (let row = 0; row + 1 < rows; row++) {
      const size = bytes.readUInt32LE(table + 8 + row * 8);
      const plain = bytes.readUInt32LE(table + 12 + row * 8);
      const frame = bytes.subarray(at, at + size);
      // RFC 8878, 3.1.1.1.1: content size and checksum are flags of the frame header's first byte.
      expect(frame.readUInt32LE(0)).toBe(0xfd2fb528);
      expect((frame.readUInt8(4) & 0x04) !== 0, 'checksum').toBe(true);
      expect((frame.readUInt8(4) & 0xe0) !== 0, 'content size').toBe(true);
      const digest = bytes.subarray(digests + 8 + row * 32, digests + 40 + row * 32).toString('hex');
      expect(sha256(frame)).toBe(`sha256:${digest}`);
      const piece = zstdDecompressSync(frame);
      expect(piece.length).toBe(plain);
      if (row + 2 < rows) expect(plain).toBe(FRAME);
      pieces.push(piece);
      at += size;
    }
    expect(at).toBe(digests);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(zstdDecompressSync(bytes))).toBe(true);
    const last = table + 8 + (rows - 1) * 8;
    expect([bytes.readUInt32LE(last), bytes.readUInt32LE(last + 4)]).toEqual([table - digests, 0]);
  });

  test('the bundle: the same layers by digest, under the tag of its content', () => {
    const tags = output('oras', ['repo', 'tags', '--oci-layout', layout]).trim().split('\n');
    const tag = tags.find((name) => name.startsWith('content-')) ?? '';
    expect(tag).toMatch(/^content-[0-9a-f]{64}-linux-amd64$/);
    expect(tags).toHaveLength(2);
    const bundle = JSON.parse(manifestOf(tag)) as Manifest;
    expect(bundle.artifactType).toBe('application/vnd.gosymbols.bundle.v1');
    const debug = layerOf('debug');
    expect(bundle.layers).toEqual([
      { ...debug, annotations: { ...debug.annotations, 'dev.gosymbols.key': key } },
    ]);
  });

  test('the same input gives the same bytes, and a publisher without a layer keeps it', () => {
    const again = folder.at('again');
    publish(again);
    expect(manifestOf(`build-id-${key}`, again)).toBe(manifestOf(`build-id-${key}`));
    const bare = [
      'publish',
      '--index',
      folder.at('dist', 'gosymbols.json'),
      '--store',
      `oci-layout:${again}`,
    ];
    expect(gosymbols(bare).status).toBe(0);
    expect(manifestOf(`build-id-${key}`, again)).toBe(manifestOf(`build-id-${key}`));
  });

  test('the layout directory holds what an image layout has, and an empty folder of ours', () => {
    expect(readdirSync(layout).sort()).toEqual(['.gosymbols', 'blobs', 'index.json', 'oci-layout']);
    const left = readdirSync(join(layout, '.gosymbols'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => !entry.isDirectory())).toEqual([]);
  });

  test('gzip on request: plain gzip layers', () => {
    const path = folder.at('gzip');
    publish(path, '--compression', 'gzip');
    const { layers } = JSON.parse(manifestOf(`build-id-${key}`, path)) as Manifest;
    for (const { mediaType, digest, annotations } of layers) {
      expect(mediaType).toBe('application/vnd.oci.image.layer.v1.tar+gzip');
      expect(annotations).not.toHaveProperty(['dev.gosymbols.layer.frames.digest']);
      output('gzip', ['--test', '--stdout', join(path, 'blobs/sha256', digest.slice('sha256:'.length))]);
    }
  });
});
