import { SymbolError } from '../symbol-error.ts';

/**
 * zstd seekable format (facebook/zstd, contrib/seekable_format/zstd_seekable_compression_format.md): independent
 * frames, then a skippable frame with their sizes. Any zstd reader that knows several frames reads it as one stream.
 */
export const SEEK_TABLE_MAGIC = 0x184d2a5e;
export const SEEK_FOOTER_MAGIC = 0x8f92eab1;
/** Our own skippable frame (RFC 8878, 3.1.2 leaves sixteen magic numbers to applications): a SHA-256 for each frame. */
export const FRAME_DIGESTS_MAGIC = 0x184d2a5d;

const DIGEST_BYTES = 32;
const ENTRY_BYTES = 8;
const FOOTER_BYTES = 9;
const SKIPPABLE_HEADER_BYTES = 8;

/** One frame: bytes in the layer, bytes of the tar, and the SHA-256 of the former. */
export interface FrameEntry {
  readonly compressed: number;
  readonly plain: number;
  readonly digest: Buffer;
}

/**
 * The end of a layer: the digests, then the seek table, which counts the frame of digests as one that holds nothing.
 * A reader that knows the digest of these bytes can fetch any frame by range and knows that it is the right one.
 */
export function encodeFrameIndex(frames: readonly FrameEntry[]): Buffer {
  const digests = Buffer.alloc(SKIPPABLE_HEADER_BYTES + frames.length * DIGEST_BYTES);
  digests.writeUInt32LE(FRAME_DIGESTS_MAGIC, 0);
  digests.writeUInt32LE(frames.length * DIGEST_BYTES, 4);
  frames.forEach(({ digest }, index) => {
    digest.copy(digests, SKIPPABLE_HEADER_BYTES + index * DIGEST_BYTES);
  });
  const rows = [...frames, { compressed: digests.length, plain: 0 }];
  const table = Buffer.alloc(SKIPPABLE_HEADER_BYTES + rows.length * ENTRY_BYTES + FOOTER_BYTES);
  table.writeUInt32LE(SEEK_TABLE_MAGIC, 0);
  table.writeUInt32LE(table.length - SKIPPABLE_HEADER_BYTES, 4);
  rows.forEach(({ compressed, plain }, index) => {
    table.writeUInt32LE(compressed, SKIPPABLE_HEADER_BYTES + index * ENTRY_BYTES);
    table.writeUInt32LE(plain, SKIPPABLE_HEADER_BYTES + 4 + index * ENTRY_BYTES);
  });
  const footer = table.length - FOOTER_BYTES;
  table.writeUInt32LE(rows.length, footer);
  table.writeUInt8(0, footer + 4);
  table.writeUInt32LE(SEEK_FOOTER_MAGIC, footer + 5);
  return Buffer.concat([digests, table]);
}

/**
 * Reads the end of a layer of `layerBytes`, whose digest the caller has compared.
 * @throws SymbolError `LAYER_SHAPE`
 */
export function decodeFrameIndex(bytes: Buffer, layerBytes: number, layer: string): readonly FrameEntry[] {
  const count =
    (bytes.length - 2 * SKIPPABLE_HEADER_BYTES - ENTRY_BYTES - FOOTER_BYTES) / (DIGEST_BYTES + ENTRY_BYTES);
  if (!Number.isInteger(count) || count < 0)
    throw wrong(`an index of frames of ${bytes.length} bytes`, layer);
  const table = SKIPPABLE_HEADER_BYTES + count * DIGEST_BYTES;
  const footer = bytes.length - FOOTER_BYTES;
  const fits =
    bytes.readUInt32LE(0) === FRAME_DIGESTS_MAGIC &&
    bytes.readUInt32LE(4) === count * DIGEST_BYTES &&
    bytes.readUInt32LE(table) === SEEK_TABLE_MAGIC &&
    bytes.readUInt32LE(table + 4) === bytes.length - table - SKIPPABLE_HEADER_BYTES &&
    bytes.readUInt32LE(footer) === count + 1 &&
    bytes.readUInt8(footer + 4) === 0 &&
    bytes.readUInt32LE(footer + 5) === SEEK_FOOTER_MAGIC;
  if (!fits) throw wrong('the index of frames has other fields than one that gosymbols writes', layer);
  const frames = Array.from({ length: count }, (_, index) => {
    const row = table + SKIPPABLE_HEADER_BYTES + index * ENTRY_BYTES;
    const at = SKIPPABLE_HEADER_BYTES + index * DIGEST_BYTES;
    return {
      compressed: bytes.readUInt32LE(row),
      plain: bytes.readUInt32LE(row + 4),
      digest: bytes.subarray(at, at + DIGEST_BYTES),
    };
  });
  const total = frames.reduce((sum, { compressed }) => sum + compressed, bytes.length);
  if (total !== layerBytes) throw wrong(`its frames end at ${total}, the layer at ${layerBytes}`, layer);
  return frames;
}

function wrong(what: string, layer: string): SymbolError {
  return new SymbolError(what, {
    kind: 'malformed',
    code: 'LAYER_SHAPE',
    file: layer,
    next: 'The stored layer is damaged: publish it again.',
  });
}
