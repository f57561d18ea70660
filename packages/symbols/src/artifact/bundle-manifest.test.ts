import { digestOfBytes } from '@gosymbols/oci';
import { expect, test } from 'vitest';
import { type BundleMember, bundleManifest, bundleTag } from './bundle-manifest.ts';

const platform = { os: 'linux', architecture: 'arm64' };
const facts = { platform, toolVersion: '1.0.0', time: 0 };
const digest = digestOfBytes('image');
const member = (key: string): BundleMember => ({
  key,
  descriptor: { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOfBytes(key), size: 1 },
  diffId: digestOfBytes(`diff ${key}`),
});

test.each([
  [
    'its subject',
    { subject: { mediaType: 'x', digest, size: 1 } },
    `symbols-sha256-${digest.slice(7)}-linux-arm64`,
  ],
  ['its Git tag', { source: { ref: 'refs/tags/v1.2.3', commit: 'abc' } }, 'release-v1.2.3-linux-arm64'],
  ['its commit', { source: { ref: 'refs/heads/main', commit: 'abc' } }, 'commit-abc-linux-arm64'],
])('a bundle is named after %s', (_what, more, tag) => {
  expect(bundleTag({ ...facts, ...more }, [])).toBe(tag);
});

test('names that a tag cannot hold are folded, and stay apart', () => {
  const tags = [
    'refs/tags/v1.0',
    'refs/tags/V1.0',
    'refs/tags/a/b',
    'refs/tags/a-b',
    `refs/tags/${'x'.repeat(300)}`,
  ].map((ref) => bundleTag({ ...facts, source: { ref } }, []));
  expect(new Set(tags).size).toBe(tags.length);
  for (const tag of tags) expect(tag).toMatch(/^[a-z0-9_][a-z0-9._-]{0,127}$/);
});

test('without any name it is named after its content, in any order', () => {
  const [a, b] = [member('aa'), member('bb')];
  expect(bundleTag(facts, [a, b])).toBe(bundleTag(facts, [b, a]));
  expect(bundleTag(facts, [a])).not.toBe(bundleTag(facts, [b]));
  expect(Buffer.from(bundleManifest(facts, [b, a, a]).bytes)).toEqual(
    Buffer.from(bundleManifest(facts, [a, b]).bytes),
  );
});

test('500 layers are the most that can be mounted', () => {
  const members = Array.from({ length: 501 }, (_, index) => member(index.toString(16).padStart(4, '0')));
  expect(bundleManifest(facts, members.slice(1)).manifest.layers).toHaveLength(500);
  expect(() => bundleManifest(facts, members)).toThrow(expect.objectContaining({ code: 'BUNDLE_TOO_LARGE' }));
});
