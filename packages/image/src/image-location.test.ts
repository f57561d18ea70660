import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { locateImage } from './image-location.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gosymbols-test-'));
  await mkdir(join(cwd, 'dir'));
  await mkdir(join(cwd, 'with:colon'));
  await mkdir(join(cwd, 'localhost'));
  await writeFile(join(cwd, 'shop.tar'), '');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['oci-layout:dir', 'layout', 'dir', undefined],
  ['oci-layout:dir:1.2', 'layout', 'dir', '1.2'],
  [`oci-layout:dir@${digest}`, 'layout', 'dir', digest],
  ['oci-layout:with:colon', 'layout', 'with:colon', undefined],
  ['oci-layout:with:colon:1.2', 'layout', 'with:colon', '1.2'],
  ['./dir', 'layout', 'dir', undefined],
  ['shop.tar', 'archive', 'shop.tar', undefined],
  ['shop.tar:1.2', 'archive', 'shop.tar', '1.2'],
  ['./dir:1.2', 'layout', 'dir', '1.2'],
  ['./shop.tar', 'archive', 'shop.tar', undefined],
  ['docker-archive:shop.tar', 'archive', 'shop.tar', undefined],
  ['docker-archive:shop.tar:acme/shop:1.2', 'archive', 'shop.tar', 'acme/shop:1.2'],
  ['oci-archive:shop.tar:1.2', 'archive', 'shop.tar', '1.2'],
])('%s is a %s', (text, kind, path, object) => {
  expect(locateImage(text, cwd)).toEqual({ kind, path: join(cwd, path), object });
});

test.each(['ghcr.io/acme/shop:1.2', `localhost:5000/shop@${digest}`])('%s is in a registry', (text) => {
  expect(locateImage(text, cwd)).toMatchObject({ kind: 'registry' });
});

test.each([
  ['oci-layout:absent', 'IMAGE_REFERENCE'],
  ['oci-layout:', 'IMAGE_REFERENCE'],
  ['docker-archive:absent.tar', 'IMAGE_REFERENCE'],
  ['./absent', 'IMAGE_REFERENCE'],
  ['absent.tar', 'IMAGE_REFERENCE'],
  ['absent.tar.gz', 'IMAGE_REFERENCE'],
  ['', 'REFERENCE_FORMAT'],
  ['shop', 'REFERENCE_FORMAT'],
])('%o is refused: %s', (text, code) => {
  expect(() => locateImage(text, cwd)).toThrow(expect.objectContaining({ code, kind: 'request' }));
});
