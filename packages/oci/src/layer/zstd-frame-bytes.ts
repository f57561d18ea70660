import type { PieceReader } from './piece-reader.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const RLE_BLOCK = 1;

/**
 * Finds the next zstd frame and gives its bytes, without decompressing (RFC 8878, section 3.1): Node's decoder stops
 * after the first frame. Skippable frames are passed over. Undefined at the end of the input.
 * @throws RangeError for anything that is not a zstd frame
 */
export async function nextZstdFrame(reader: PieceReader): Promise<AsyncGenerator<Buffer> | undefined> {
  for (;;) {
    const magic = await reader.exact(4);
    if (magic.length === 0) return undefined;
    if (magic.length < 4) throw new RangeError('the zstd stream ends within a frame');
    const number = magic.readUInt32LE(0);
    if (number === MAGIC) return frameBytes(magic, reader);
    if ((number & 0xfffffff0) >>> 0 !== SKIPPABLE) {
      throw new RangeError(`no zstd frame, but magic number 0x${number.toString(16)}`);
    }
    const length = (await whole(reader, 4)).readUInt32LE(0);
    for await (const _skipped of reader.run(length));
  }
}

async function* frameBytes(magic: Buffer, reader: PieceReader): AsyncGenerator<Buffer> {
  const descriptor = (await whole(reader, 1)).readUInt8(0);
  yield Buffer.concat([magic, Buffer.of(descriptor), await whole(reader, headerBytes(descriptor))]);
  for (let last = false; !last; ) {
    const block = await whole(reader, 3);
    const header = block.readUIntLE(0, 3);
    last = (header & 1) === 1;
    yield block;
    yield* reader.run(((header >>> 1) & 3) === RLE_BLOCK ? 1 : header >>> 3);
  }
  const hasChecksum = (descriptor & 4) !== 0;
  if (hasChecksum) yield await whole(reader, 4);
}

/** Bytes between the frame header descriptor and the first block (RFC 8878, 3.1.1.1). */
function headerBytes(descriptor: number): number {
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return (singleSegment ? 0 : 1) + dictionary + contentSize;
}

async function whole(reader: PieceReader, length: number): Promise<Buffer> {
  const bytes = await reader.exact(length);
  if (bytes.length < length) throw new RangeError('the zstd stream ends within a frame');
  return bytes;
}
