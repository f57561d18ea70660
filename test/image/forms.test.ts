import { createHash } from 'node:crypto';
import { cpSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectImageBinary } from '@gosymbols/image';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FOREIGN, NATIVE } from '../support/build-matrix.ts';
import { craneRegistry } from '../support/crane-registry.ts';
import { goProgram } from '../support/go-programs.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { reading } from './reading.ts';

const build = (name: string): string => {
  const found = [...NATIVE, ...FOREIGN].find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no build ${name}`);
  return goProgram(found);
};
/** Where it is not that of the registry's layers. */
const COMPRESSION: Readonly<Record<string, string>> = {
  'layout, zstd': 'zstd',
  'docker archive of crane, legacy': 'none',
  'docker archive of skopeo': 'none',
};
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Three layers: programs under several kinds of names; one replaced, two deleted; a directory made opaque. */
function makeLayers(at: (...parts: string[]) => string): readonly string[] {
  const put = (layer: string, path: string, from: string): void => {
    mkdirSync(join(at(layer), path, '..'), { recursive: true });
    cpSync(from, join(at(layer), path));
  };
  const mark = (layer: string, path: string): void => {
    mkdirSync(join(at(layer), path, '..'), { recursive: true });
    writeFileSync(join(at(layer), path), '');
  };
  put('one', 'usr/bin/app', build('static'));
  put('one', 'usr/bin/replaced', build('pie'));
  put('one', 'usr/bin/deleted', build('trimpath'));
  put('one', 'opt/old/deep/tool', build('symtab-only'));
  put('one', 'opt/kept/tool', build('no-compression'));
  put('one', 'usr/bin/ls', '/bin/ls');
  linkSync(join(at('one'), 'usr/bin/app'), join(at('one'), 'usr/bin/app-too'));
  symlinkSync('usr/bin', join(at('one'), 'bin'));
  symlinkSync('/nowhere/else', join(at('one'), 'dangling'));
  put('two', 'usr/bin/replaced', build('arm64'));
  mark('two', 'usr/bin/.wh.deleted');
  mark('two', 'opt/old/.wh..wh..opq');
  put('two', 'opt/old/fresh', build('redacted-id'));
  // Through the symbolic link of the layer below: it lands in usr/bin.
  put('three', 'bin/late', build('dwarf-only'));
  put('three', 'usr/lib/libplugin.so', build('c-shared'));
  mark('three', 'usr/bin/.wh.app');
  return ['one', 'two', 'three'].map((name) => {
    // A directory `bin` in a layer would take the link's place, so that the last one has files only.
    const content = name === 'three' ? ['bin/late', 'usr/lib/libplugin.so', 'usr/bin/.wh.app'] : ['.'];
    const owner = ['--owner=0', '--group=0'];
    output('tar', ['-C', at(name), '--sort=name', ...owner, '-cf', at(`${name}.tar`), ...content]);
    return at(`${name}.tar`);
  });
}

describe.skipIf(lacks('crane', 'skopeo', 'umoci', 'gcc'))('an image of real Go programs', () => {
  const folder = scratch();
  const temp = folder.at('temp');
  let registry: Awaited<ReturnType<typeof craneRegistry>>;
  let expected: Record<string, string>;
  let forms: Record<string, string>;
  let reference: string;

  beforeAll(async () => {
    mkdirSync(temp);
    registry = await craneRegistry();
    const tars = makeLayers(folder.at);
    const crane = (...args: string[]): string => output('crane', args);
    const skopeo = (...args: string[]): string => output('skopeo', ['--insecure-policy', ...args]);
    reference = `${registry.host}/acme/shop:1.2`;
    crane('append', '--oci-empty-base', ...tars.flatMap((path) => ['-f', path]), '-t', reference);
    crane(
      'mutate',
      reference,
      '-t',
      reference,
      '--set-platform',
      'linux/amd64',
      '--entrypoint',
      '/bin/app,serve',
    );
    crane('pull', '--format=oci', reference, folder.at('layout'));
    crane('pull', '--format=tarball', reference, folder.at('tarball.tar'));
    crane('pull', '--format=legacy', reference, folder.at('legacy.tar'));
    output('tar', ['-C', folder.at('layout'), '-cf', folder.at('layout.tar'), '.']);
    output('gzip', ['--keep', '-1', folder.at('tarball.tar')]);
    output('zstd', ['--quiet', '--keep', folder.at('layout.tar')]);
    const registryImage = `docker://${reference}`;
    const plain = ['copy', '--src-tls-verify=false', registryImage];
    skopeo(...plain, `docker-archive:${folder.at('docker.tar')}:acme/shop:1.2`);
    skopeo(...plain, `oci-archive:${folder.at('oci.tar')}:1.2`);
    skopeo(...plain, '--dest-compress-format=zstd', '--dest-compress', `dir:${folder.at('zstd-dir')}`);
    skopeo('copy', `dir:${folder.at('zstd-dir')}`, `oci:${folder.at('zstd')}:1.2`);
    forms = {
      registry: reference,
      'registry by digest': `${registry.host}/acme/shop@${crane('digest', reference).trim()}`,
      layout: `oci-layout:${folder.at('layout')}`,
      'layout, zstd': `oci-layout:${folder.at('zstd')}:1.2`,
      'layout as a path': folder.at('layout'),
      'layout in a tar': folder.at('layout.tar'),
      'layout in a tar, zstd': folder.at('layout.tar.zst'),
      'oci-archive of skopeo': `oci-archive:${folder.at('oci.tar')}:1.2`,
      'docker archive of crane': folder.at('tarball.tar'),
      'docker archive of crane, gzip': folder.at('tarball.tar.gz'),
      'docker archive of crane, legacy': folder.at('legacy.tar'),
      'docker archive of skopeo': `docker-archive:${folder.at('docker.tar')}:acme/shop:1.2`,
    };
    const rootless = process.getuid?.() === 0 ? [] : ['--rootless'];
    // The oracle: umoci unpacks, `go version` walks the result.
    skopeo(...plain, `oci:${folder.at('oracle')}:1.2`);
    output('umoci', [
      'raw',
      'unpack',
      ...rootless,
      '--image',
      `${folder.at('oracle')}:1.2`,
      folder.at('rootfs'),
    ]);
    const found = output('go', ['version', folder.at('rootfs')])
      .trim()
      .split('\n');
    const paths = found.map((line) => line.slice(0, line.lastIndexOf(': ')));
    expected = Object.fromEntries(
      paths.map((path) => [path.slice(folder.at('rootfs').length), sha256(path)]),
    );
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test('the oracle is one: it saw programs replaced, deleted, linked and put through links', () => {
    expect(Object.keys(expected).sort()).toEqual([
      '/opt/kept/tool',
      '/opt/old/fresh',
      '/usr/bin/app-too',
      '/usr/bin/late',
      '/usr/bin/replaced',
      '/usr/lib/libplugin.so',
    ]);
  });

  test.each([
    'registry',
    'registry by digest',
    'layout',
    'layout, zstd',
    'layout as a path',
    'layout in a tar',
    'layout in a tar, zstd',
    'oci-archive of skopeo',
    'docker archive of crane',
    'docker archive of crane, gzip',
    'docker archive of crane, legacy',
    'docker archive of skopeo',
  ])('%s: the Go binaries are those that umoci and `go version` find, byte for byte', async (form) => {
    await using read = await reading(forms[form] ?? '', temp);
    const found = read.binaries.map(({ path, file }) => [path, sha256(file)]);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(read.facts.platform).toEqual({ os: 'linux', architecture: 'amd64' });
    expect(read.facts.entrypoint).toEqual(['/bin/app', 'serve']);
    expect(read.facts.unreadable).toEqual([]);
    expect(read.facts.warnings).toEqual([]);
    const compression = COMPRESSION[form] ?? 'gzip';
    expect(read.facts.layers.map((layer) => layer.compression)).toEqual(Array(3).fill(compression));
  });

  test('waste is what the layers hold and the unpacked image does not', async () => {
    await using read = await reading(reference, temp);
    const bytesOf = (lines: string): number =>
      lines
        .split('\n')
        .filter((line) => line.startsWith('-'))
        .reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0);
    const held = ['one', 'two', 'three'].map((name) =>
      bytesOf(output('tar', ['-tvf', folder.at(`${name}.tar`)])),
    );
    const shown = output('find', [folder.at('rootfs'), '-type', 'f', '-printf', '%i %s\n']);
    const inodes = new Map(
      shown
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string]),
    );
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const { waste, layers } = read.facts;
    expect(waste.bytes).toBe(sum(held) - sum([...inodes.values()].map(Number)));
    expect(waste.bytes).toBe(sum(layers.map((layer) => layer.waste)));
    expect(waste.bytes).toBe(sum(waste.paths.map(({ bytes }) => bytes)));
    const size = (name: string): number => readFileSync(build(name)).length;
    expect(waste.paths.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: '/opt/old/deep/tool', bytes: size('symtab-only'), layers: [0], deletedIn: 1 },
      { path: '/usr/bin/deleted', bytes: size('trimpath'), layers: [0], deletedIn: 1 },
      { path: '/usr/bin/replaced', bytes: size('pie'), layers: [0, 1] },
    ]);
  });

  test('bytes on the wire and decompressed are those of manifest and tars, digests those of crane', async () => {
    await using read = await reading(reference, temp);
    const manifest = JSON.parse(output('crane', ['manifest', reference])) as {
      layers: { digest: string; size: number }[];
    };
    const config = JSON.parse(output('crane', ['config', reference])) as { rootfs: { diff_ids: string[] } };
    expect(read.facts.digest).toBe(output('crane', ['digest', reference]).trim());
    expect(read.facts.layers.map(({ digest, wire }) => ({ digest, size: wire }))).toEqual(
      manifest.layers.map(({ digest, size }) => ({ digest, size })),
    );
    expect(read.facts.layers.map(({ diffId }) => diffId)).toEqual(config.rootfs.diff_ids);
    expect(read.facts.layers.map(({ size }) => size)).toEqual(
      ['one', 'two', 'three'].map((name) => readFileSync(folder.at(`${name}.tar`)).length),
    );
  });

  test('facts of a binary are those of the program that went in; the copies go with the contents', async () => {
    const read = await reading(reference, temp);
    const binary = read.binaries.find(({ path }) => path === '/usr/bin/replaced');
    if (binary === undefined) throw new Error('not found');
    expect(await inspectImageBinary(binary)).toMatchObject({
      path: '/usr/bin/replaced',
      platform: { os: 'linux', arch: 'arm64' },
      size: readFileSync(build('arm64')).length,
    });
    expect(binary).toMatchObject({ layer: 1, mode: 0o755 });
    await read[Symbol.asyncDispose]();
    expect(output('ls', ['-A', temp])).toBe('');
  });

  test('an index: the platform asked for, the only one, or an error that lists what is there', async () => {
    const arm = `${registry.host}/acme/shop:arm`;
    const both = `${registry.host}/acme/shop:both`;
    output('crane', ['mutate', reference, '-t', arm, '--set-platform', 'linux/arm/v7']);
    output('crane', ['index', 'append', '-t', both, '-m', reference, '-m', arm]);
    const digest = (name: string): string => output('crane', ['digest', name]).trim();
    await using one = await reading(both, temp, { platform: 'linux/amd64' });
    expect(one.facts).toMatchObject({ digest: digest(reference), indexDigest: digest(both) });
    await using other = await reading(both, temp, { platform: 'linux/arm' });
    expect(other.facts.digest).toBe(digest(arm));
    const failed = await reading(both, temp, { platform: 'linux/s390x' }).catch((error) => error);
    expect(failed).toMatchObject({ code: 'IMAGE_PLATFORM', kind: 'request' });
    expect(failed.next).toContain('linux/amd64, linux/arm/v7');
    const single = await reading(arm, temp, { platform: 'linux/amd64' }).catch((error) => error);
    expect(single.next).toContain('It is there for linux/arm/v7.');
    rmSync(folder.at('both'), { recursive: true, force: true });
    output('crane', ['pull', '--format=oci', both, folder.at('both')]);
    await using layout = await reading(folder.at('both'), temp, { platform: 'linux/arm/v7' });
    expect(layout.facts).toMatchObject({ digest: digest(arm), indexDigest: digest(both) });
  });
});
