import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FormatError } from './fault.ts';

/** Random access to bytes that are not held in memory. */
export interface ByteSource {
  /** Path or section name, for messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /**
   * A fresh copy of `length` bytes at `offset`.
   * @throws FormatError when the range is not wholly inside the source
   */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  /** Fills `target` from `offset`: the same without a new buffer. */
  readInto(target: Uint8Array, offset: number): void;
}

/** No structure that we hold at once is larger; what is larger is read in pieces. */
export const MAX_READ: number = 256 * 1024 * 1024;

/** Checks a range before anything is allocated, so that a lying size costs nothing. */
export function checkRange(source: ByteSource, offset: number, length: number): void {
  if (offset < 0 || length < 0 || !Number.isSafeInteger(offset + length) || offset + length > source.size) {
    throw new FormatError(
      `needs ${length} bytes at offset ${offset}, but ${source.name} ends at ${source.size}`,
      {
        code: 'BYTES_OUTSIDE',
        file: source.name,
        offset,
        value: length,
        next: 'The file is cut short or damaged; build or fetch it again.',
      },
    );
  }
  if (length > MAX_READ) {
    throw new FormatError(`a structure of ${length} bytes is larger than we read at once (${MAX_READ})`, {
      code: 'BYTES_TOO_LARGE',
      kind: 'unsupported',
      file: source.name,
      offset,
      value: length,
    });
  }
}

/** A file read by position. Reads are synchronous: a header read costs microseconds, a turn of the loop more. */
export class FileSource implements ByteSource, Disposable {
  readonly name: string;
  readonly size: number;
  readonly fd: number;
  #open = true;

  private constructor(name: string, fd: number, size: number) {
    this.name = name;
    this.fd = fd;
    this.size = size;
  }

  /** @throws FormatError (kind `request`) for a directory or a special file, the system's error when it cannot be opened. */
  static open(path: string): FileSource {
    const fd = openSync(path, 'r');
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) {
        const what = stat.isDirectory() ? 'is a directory' : 'is not a regular file';
        throw new FormatError(`${what}, a binary is needed`, {
          code: 'FILE_KIND',
          kind: 'request',
          file: path,
          next: 'Name a file, or a glob that matches files.',
        });
      }
      return new FileSource(path, fd, stat.size);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    const bytes = new Uint8Array(length);
    this.readInto(bytes, offset);
    return bytes;
  }

  /** A file that shrank meanwhile is an error. */
  readInto(target: Uint8Array, offset: number): void {
    checkRange(this, offset, target.length);
    let done = 0;
    while (done < target.length) {
      const got = readSync(this.fd, target, done, target.length - done, offset + done);
      if (got === 0) {
        throw new FormatError(
          `ended at ${offset + done} while being read; it had ${this.size} bytes at first`,
          {
            code: 'FILE_CHANGED',
            file: this.name,
            offset: offset + done,
            next: 'Let the build finish before the file is read.',
          },
        );
      }
      done += got;
    }
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.fd);
  }
}

/** Bytes already in memory, with the same interface. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    return new Uint8Array(this.#bytes.subarray(offset, offset + length));
  }

  readInto(target: Uint8Array, offset: number): void {
    checkRange(this, offset, target.length);
    target.set(this.#bytes.subarray(offset, offset + target.length));
  }
}

/** A range of another source under a name of its own. */
export class SubSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #base: ByteSource;
  readonly #start: number;

  constructor(name: string, base: ByteSource, start: number, size: number) {
    checkRangeOf(base, start, size, name);
    this.name = name;
    this.size = size;
    this.#base = base;
    this.#start = start;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    return this.#base.read(this.#start + offset, length);
  }

  readInto(target: Uint8Array, offset: number): void {
    checkRange(this, offset, target.length);
    this.#base.readInto(target, this.#start + offset);
  }
}

function checkRangeOf(base: ByteSource, start: number, size: number, name: string): void {
  if (start >= 0 && size >= 0 && start + size <= base.size) return;
  throw new FormatError(`${name} spans ${start}..${start + size}, but the file ends at ${base.size}`, {
    code: 'SECTION_OUTSIDE',
    file: base.name,
    section: name,
    offset: start,
    value: size,
    next: 'The file is cut short or damaged; build or fetch it again.',
  });
}
