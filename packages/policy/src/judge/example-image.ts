import type { MeasuredLayer } from '@gosymbols/size';
import type { ImageSubject } from './image/image-case.ts';

/** A layer for tests; its content is told by `content`. */
export function exampleLayer(
  content: string,
  wire: number,
  createdBy?: string,
  more: Partial<MeasuredLayer> = {},
): MeasuredLayer {
  return {
    diffId: `sha256:${Buffer.from(content).toString('hex').padEnd(64, '0')}`,
    wire,
    size: wire * 2,
    waste: 0,
    compression: 'gzip',
    ...(createdBy === undefined ? {} : { createdBy }),
    ...more,
  };
}

/** An image of a base layer of 4,000,000 bytes and a program's of 8,000,000, as they are pulled; for tests. */
export function exampleImage(more: Partial<ImageSubject> = {}): ImageSubject {
  const layers = more.layers ?? [
    exampleLayer('base', 4_000_000),
    exampleLayer('api', 8_000_000, 'COPY api /usr/bin/api'),
  ];
  return {
    name: 'ghcr.io/acme/api',
    platform: { os: 'linux', arch: 'amd64' },
    size: layers.reduce((sum, { size }) => sum + size, 0),
    wire: layers.reduce((sum, { wire }) => sum + wire, 0),
    layers,
    waste: {
      bytes: 500_000,
      files: 2,
      paths: [
        { path: '/var/cache/apt', bytes: 400_000 },
        { path: '/tmp/x', bytes: 100_000 },
      ],
    },
    binaries: [],
    ...more,
  };
}
