import { createHash } from 'node:crypto';
import type { ImageRecord } from '@gosymbols/record';

export interface SampleLayer {
  readonly content: string;
  readonly wire: number;
  readonly createdBy?: string;
  readonly compression?: string;
}

/** An image as `verify` records it. */
export function sampleImage(
  layers: readonly SampleLayer[],
  more: Partial<Pick<ImageRecord, 'artifact' | 'name' | 'waste' | 'platform'>> = {},
): ImageRecord {
  return {
    artifact: 'api-image',
    name: 'oci-layout:dist/api-image',
    platform: { os: 'linux', arch: 'amd64' },
    size: layers.reduce((sum, { wire }) => sum + wire * 3, 0),
    wire: layers.reduce((sum, { wire }) => sum + wire, 0),
    layers: layers.map(({ content, wire, createdBy, compression = 'gzip' }) => ({
      diffId: `sha256:${createHash('sha256').update(content).digest('hex')}`,
      wire,
      size: wire * 3,
      waste: 0,
      compression,
      ...(createdBy === undefined ? {} : { createdBy }),
    })),
    waste: { bytes: 0, files: 0, paths: [] },
    binaries: [],
    ...more,
  };
}

const BASE: SampleLayer = { content: 'base', wire: 812_000 };
const copy = (content: string, wire: number): SampleLayer => ({
  content,
  wire,
  createdBy: 'COPY dist/api /usr/bin/api # buildkit',
});

/** An image before and after a change that makes its program larger and adds a layer of certificates. */
export const SAMPLE_IMAGES: { readonly earlier: ImageRecord; readonly now: ImageRecord } = {
  earlier: sampleImage([
    BASE,
    { content: 'old', wire: 90_000, createdBy: 'RUN make docs' },
    copy('a', 2_400_000),
  ]),
  now: sampleImage(
    [
      BASE,
      { content: 'ca', wire: 140_000, createdBy: '/bin/sh -c apk add --no-cache ca-certificates' },
      copy('b', 2_530_000),
      { content: 'tzdata', wire: 410_000, createdBy: 'RUN apk add tzdata' },
    ],
    { waste: { bytes: 64_000, files: 1, paths: [{ path: '/var/cache/apk/x', bytes: 64_000 }] } },
  ),
};
