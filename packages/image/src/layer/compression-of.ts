import type { LayerCompression } from '@gosymbols/oci';

const GZIP = Buffer.of(0x1f, 0x8b);
const ZSTD = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
/** Skippable zstd frames (RFC 8878, 3.1.2) may stand first: 0x184D2A5?, little-endian. */
const ZSTD_SKIPPABLE = Buffer.of(0x2a, 0x4d, 0x18);

/** By the first four bytes, as container runtimes decide it; the media type plays no part. */
export function compressionOf(head: Buffer): LayerCompression {
  if (head.subarray(0, 2).equals(GZIP)) return 'gzip';
  if (head.equals(ZSTD)) return 'zstd';
  return ((head[0] ?? 0) & 0xf0) === 0x50 && head.subarray(1).equals(ZSTD_SKIPPABLE) ? 'zstd' : 'none';
}
