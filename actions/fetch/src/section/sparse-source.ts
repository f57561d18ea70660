import { type ByteSource, checkRange } from '@gosymbols/bytes';

/** Thrown by a synchronous read of bytes that are not here yet. */
export class MissingRange extends Error {
  readonly offset: number;
  readonly length: number;

  constructor(offset: number, length: number) {
    super(`bytes ${offset} to ${offset + length} are not here yet`);
    this.offset = offset;
    this.length = length;
  }
}

/** A file of which only some ranges are held: readers that know only `ByteSource` say by it what they need. */
export class SparseSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #held: { readonly offset: number; readonly bytes: Buffer }[] = [];

  constructor(name: string, size: number) {
    this.name = name;
    this.size = size;
  }

  hold(offset: number, bytes: Buffer): void {
    this.#held.push({ offset, bytes });
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const target = new Uint8Array(length);
    this.readInto(target, offset);
    return target;
  }

  readInto(target: Uint8Array, offset: number): void {
    checkRange(this, offset, target.length);
    const range = this.#held.find(
      (held) => held.offset <= offset && held.offset + held.bytes.length >= offset + target.length,
    );
    if (range === undefined) throw new MissingRange(offset, target.length);
    target.set(range.bytes.subarray(offset - range.offset, offset - range.offset + target.length));
  }
}
