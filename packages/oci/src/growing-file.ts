import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';

const PIECE_BYTES = 512 * 1024;

/**
 * A new file that is written from its beginning to its end while others read it. Bytes that were just written are in the
 * memory of the system: both sides touch them without waiting for a thread that compresses.
 */
export class GrowingFile implements Disposable {
  readonly path: string;
  readonly #file: number;
  #size = 0;
  #isOpen = true;
  #end: 'whole' | { readonly cause: unknown } | undefined;
  #more: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'wx+');
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at);
    this.#size += bytes.length;
    this.#wake();
  }

  /** Nothing follows. */
  end(): void {
    this.#end ??= 'whole';
    this.#wake();
  }

  /** Readers fail with `cause` where they are. */
  fail(cause: unknown): void {
    this.#end ??= { cause };
    this.#wake();
  }

  /** All bytes, those that are still to come included. */
  follow(): Readable {
    return Readable.from(this.#pieces(), { objectMode: false, highWaterMark: PIECE_BYTES });
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#wake();
    closeSync(this.#file);
  }

  async *#pieces(): AsyncGenerator<Buffer, void, undefined> {
    for (let at = 0; ; ) {
      if (!this.#isOpen) throw new Error(`${this.path} is closed`);
      if (at < this.#size) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, this.#size - at));
        const read = readSync(this.#file, piece, 0, piece.length, at);
        if (read === 0) throw new Error(`${this.path} was made shorter by somebody else`);
        at += read;
        yield piece.subarray(0, read);
      } else if (this.#end === 'whole') return;
      else if (this.#end !== undefined) throw this.#end.cause;
      else await this.#more.promise;
    }
  }

  #wake(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}
