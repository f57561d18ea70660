/** Reads a stream of pieces by length. Holds one piece, or the few bytes asked of `exact`. */
export class PieceReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.#pieces = input[Symbol.asyncIterator]();
  }

  /** The next `length` bytes as one buffer; fewer at the end of the input. For headers: `length` is small. */
  async exact(length: number): Promise<Buffer> {
    while (this.#held.length < length) {
      const next = await this.#pieces.next();
      if (next.done === true) break;
      this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    }
    return this.#cut(length);
  }

  /** Between 1 and `most` bytes, as they come; none at the end of the input. */
  async some(most: number): Promise<Buffer> {
    while (this.#held.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) break;
      this.#held = next.value;
    }
    return this.#cut(most);
  }

  /** The next `length` bytes as they come. @throws RangeError when the input ends before */
  async *run(length: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = length; left > 0; ) {
      if (this.#held.length === 0) {
        const next = await this.#pieces.next();
        if (next.done === true) throw new RangeError(`the input ends ${left} bytes early`);
        this.#held = next.value;
      }
      const bytes = this.#cut(left);
      left -= bytes.length;
      if (bytes.length > 0) yield bytes;
    }
  }

  /** All that is left, as it comes. */
  async *rest(): AsyncGenerator<Buffer, void, undefined> {
    if (this.#held.length > 0) yield this.#cut(this.#held.length);
    for (let next = await this.#pieces.next(); next.done !== true; next = await this.#pieces.next())
      yield next.value;
  }

  /** Ends the source early. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  #cut(length: number): Buffer {
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }
}
