import type { FileHandle } from 'node:fs/promises';
import { PieceReader } from '@gosymbols/oci';

/** Bytes that are read forward. */
export interface TarInput {
  /** Bytes taken and skipped so far. */
  readonly position: number;
  /** The next `length` bytes; fewer at the end. For headers: `length` is small. */
  exact(length: number): Promise<Buffer>;
  /** Between 1 and `most` bytes, as they come; none at the end. */
  some(most: number): Promise<Buffer>;
  /** False when the input ends before. */
  skip(length: number): Promise<boolean>;
}

export class StreamInput implements TarInput {
  position = 0;
  readonly #reader: PieceReader;

  constructor(input: AsyncIterable<Buffer>) {
    this.#reader = new PieceReader(input);
  }

  async exact(length: number): Promise<Buffer> {
    const bytes = await this.#reader.exact(length);
    this.position += bytes.length;
    return bytes;
  }

  async some(most: number): Promise<Buffer> {
    const bytes = await this.#reader.some(most);
    this.position += bytes.length;
    return bytes;
  }

  async skip(length: number): Promise<boolean> {
    for (let left = length; left > 0; ) {
      const { length: got } = await this.some(left);
      if (got === 0) return false;
      left -= got;
    }
    return true;
  }
}

const READ_BYTES = 256 * 1024;

/** A file, of which content is passed over without being read. */
export class FileInput implements TarInput {
  position = 0;
  readonly #file: FileHandle;
  readonly #size: number;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  async exact(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.#size - this.position)));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, done, bytes.length - done, this.position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    this.position += done;
    return bytes.subarray(0, done);
  }

  async some(most: number): Promise<Buffer> {
    return await this.exact(Math.min(most, READ_BYTES));
  }

  async skip(length: number): Promise<boolean> {
    this.position += length;
    return this.position <= this.#size;
  }
}
