import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { digestOfBytes, hexOf } from '@gosymbols/oci';
import { expect, test } from 'vitest';
import { scratch } from '../support/scratch.ts';
import { type BuiltEntry, openTar, tar } from '../support/tar-builder.ts';
import { codeOf, reading } from './reading.ts';

const layer = tar({ name: 'app', content: 'app' });
const config = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  rootfs: { type: 'layers', diff_ids: [digestOfBytes(layer)] },
});
const configName = `${hexOf(digestOfBytes(config))}.json`;
const saved = (...images: readonly object[]): BuiltEntry => ({
  name: 'manifest.json',
  content: JSON.stringify(images),
});
const image = { Config: configName, RepoTags: ['acme/shop:1.2'], Layers: ['one/layer.tar'] };
const parts: readonly BuiltEntry[] = [
  { name: configName, content: config },
  { name: 'one/layer.tar', content: layer },
];

test.each<[what: string, archive: Buffer, code: string]>([
  ['an empty archive', tar(), 'IMAGE_ARCHIVE_KIND'],
  ['an empty file', Buffer.alloc(0), 'IMAGE_ARCHIVE_KIND'],
  [
    'a file system, as `docker export` writes it',
    tar({ name: 'bin/app', content: 'x' }),
    'IMAGE_ARCHIVE_KIND',
  ],
  ['no tar', Buffer.from('#!/bin/sh\n'.repeat(100)), 'IMAGE_TAR'],
  ['an archive that is cut', tar(saved(image), ...parts).subarray(0, 3000), 'IMAGE_TAR'],
  [
    'a compressed archive that is cut',
    gzipSync(tar(saved(image), ...parts)).subarray(0, 200),
    'IMAGE_ARCHIVE_SHAPE',
  ],
  ['no config', tar(saved(image), ...parts.slice(1)), 'IMAGE_ARCHIVE_MISSING'],
  ['no layer', tar(saved(image), ...parts.slice(0, 1)), 'IMAGE_ARCHIVE_MISSING'],
  [
    'a layer that is a link to itself',
    tar(saved(image), ...parts.slice(0, 1), { name: 'one/layer.tar', type: '2', link: 'layer.tar' }),
    'IMAGE_ARCHIVE_MISSING',
  ],
  [
    'another config under its name',
    tar(saved(image), { name: configName, content: config.replace('amd64', 'arm64') }, ...parts.slice(1)),
    'IMAGE_ARCHIVE_SHAPE',
  ],
  [
    'a config that is no JSON',
    tar(saved({ ...image, Config: 'c' }), { name: 'c', content: '{' }, ...parts),
    'MANIFEST_SHAPE',
  ],
  [
    'a list of images that is no list',
    tar({ name: 'manifest.json', content: '{}' }, ...parts),
    'IMAGE_ARCHIVE_SHAPE',
  ],
  [
    'an image that is no object',
    tar({ name: 'manifest.json', content: '[7]' }, ...parts),
    'IMAGE_ARCHIVE_SHAPE',
  ],
  ['layers that are no names', tar(saved({ ...image, Layers: [1] }), ...parts), 'IMAGE_ARCHIVE_SHAPE'],
  ['no image', tar(saved(), ...parts), 'IMAGE_NOT_FOUND'],
  [
    'two images and no name',
    tar(saved(image, { ...image, RepoTags: ['acme/other:1'] }), ...parts),
    'IMAGE_NOT_FOUND',
  ],
  [
    'a layout whose index is no index',
    tar({ name: 'oci-layout', content: '{}' }, { name: 'index.json', content: '[]' }),
    'LAYOUT_INDEX_SHAPE',
  ],
  [
    'a layout without its blobs',
    tar(
      { name: 'oci-layout', content: '{}' },
      {
        name: 'index.json',
        content: JSON.stringify({
          manifests: [
            { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digestOfBytes('x'), size: 1 },
          ],
        }),
      },
    ),
    'IMAGE_ARCHIVE_MISSING',
  ],
])('%s', async (_what, archive, code) => {
  using folder = scratch();
  mkdirSync(folder.at('temp'));
  writeFileSync(folder.at('image.tar'), archive);
  expect(await codeOf(folder.at('image.tar'), folder.at('temp'))).toBe(code);
});

test('an image of several is named by its tag, its name or its whole name', async () => {
  using folder = scratch();
  mkdirSync(folder.at('temp'));
  const other = { ...image, RepoTags: ['ghcr.io/acme/other:2.0'] };
  writeFileSync(folder.at('image.tar'), tar(saved(image, other), ...parts));
  for (const name of ['1.2', 'acme/shop:1.2', 'acme/other:2.0', 'ghcr.io/acme/other:2.0']) {
    await using read = await reading(`${folder.at('image.tar')}:${name}`, folder.at('temp'));
    expect(read.facts.layers).toHaveLength(1);
  }
  const failed = await reading(`${folder.at('image.tar')}:3`, folder.at('temp')).catch((error) => error);
  expect(failed).toMatchObject({ code: 'IMAGE_NOT_FOUND', kind: 'request' });
  expect(failed.next).toContain('acme/shop:1.2, ghcr.io/acme/other:2.0');
});

test('old `docker save` shares layers by symbolic links, and may lack the end mark', async () => {
  using folder = scratch();
  mkdirSync(folder.at('temp'));
  const twice = JSON.stringify({
    ...JSON.parse(config),
    rootfs: { type: 'layers', diff_ids: Array(2).fill(digestOfBytes(layer)) },
  });
  const archive = openTar(
    { name: 'two/layer.tar', type: '2', link: '../one/layer.tar' },
    ...parts,
    { name: 'c.json', content: twice },
    saved({ Config: 'c.json', RepoTags: null, Layers: ['one/layer.tar', 'two/layer.tar'] }),
  );
  writeFileSync(folder.at('image.tar'), archive);
  await using read = await reading(folder.at('image.tar'), folder.at('temp'));
  expect(read.facts.layers.map(({ size }) => size)).toEqual([layer.length, layer.length]);
  expect(read.facts.waste).toMatchObject({ bytes: 3, paths: [{ path: '/app', layers: [0, 1] }] });
});
