import { expect, test } from 'vitest';
import { parseImageReference, parseStoreReference } from './reference.ts';

test.each([
  ['oci-layout:dist/symbols', { kind: 'layout', directory: 'dist/symbols' }],
  ['oci-layout:/a b/ü', { kind: 'layout', directory: '/a b/ü' }],
  ['ghcr.io/acme/shop/symbols', { kind: 'registry', host: 'ghcr.io', repository: 'acme/shop/symbols' }],
  ['GHCR.io/acme/shop', { kind: 'registry', host: 'ghcr.io', repository: 'acme/shop' }],
  ['localhost:5000/a', { kind: 'registry', host: 'localhost:5000', repository: 'a' }],
  ['localhost/a__b.c-d', { kind: 'registry', host: 'localhost', repository: 'a__b.c-d' }],
  ['[::1]:5000/a', { kind: 'registry', host: '[::1]:5000', repository: 'a' }],
])('%s is a store', (text, expected) => {
  expect(parseStoreReference(text)).toEqual({ ...expected, text });
});

test.each([
  ['', 'names no registry host', 'ghcr.io/acme/shop/symbols'],
  ['symbols', 'names no registry host', 'ghcr.io/symbols'],
  ['./symbols', 'names no registry host', 'oci-layout:./symbols'],
  ['oci-layout:', 'names no directory', 'oci-layout:.gosymbols/symbols'],
  ['https://ghcr.io/acme', 'has a scheme', 'ghcr.io/acme'],
  ['ghcr.io/acme/shop:v1', 'carries a tag', 'ghcr.io/acme/shop'],
  ['ghcr.io/acme@sha256:00', 'carries a digest', 'ghcr.io/acme'],
  ['ghcr.io/Acme/Shop', 'has a repository that registries refuse', 'ghcr.io/acme/shop'],
  ['ghcr.io/', 'names no repository', 'ghcr.io/acme/shop/symbols'],
  ['ghcr.io/../x', 'has a repository that registries refuse', 'ghcr.io/acme/shop/symbols'],
  ['user:pw@ghcr.io/x', 'carries a digest', 'user:pw'],
  ['-bad.io:99999/x', 'has no usable host', 'ghcr.io/acme/shop/symbols'],
  ['ghcr.io:99999/x', 'has no usable host', 'ghcr.io/acme/shop/symbols'],
])('%j is refused', (text, what, instead) => {
  expect(() => parseStoreReference(text)).toThrow(
    expect.objectContaining({
      kind: 'request',
      code: 'REFERENCE_FORMAT',
      message: expect.stringContaining(what),
      next: expect.stringContaining(instead),
    }),
  );
});

test('an image is a store with a tag or a digest', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(parseImageReference(`localhost:5000/shop@${digest}`)).toMatchObject({
    store: { host: 'localhost:5000', repository: 'shop' },
    object: digest,
  });
  expect(parseImageReference('localhost:5000/shop:v1')).toMatchObject({
    store: { repository: 'shop' },
    object: 'v1',
  });
  expect(parseImageReference('oci-layout:dir:v1')).toMatchObject({
    store: { directory: 'dir' },
    object: 'v1',
  });
  for (const text of ['localhost:5000/shop', 'oci-layout:dir', 'shop@sha256:00', '']) {
    expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_FORMAT' }));
  }
});
