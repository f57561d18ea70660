import { FormatError } from './fault.ts';

/** Byte order of multi-byte fields. */
export type ByteOrder = 'little' | 'big';

const TEXT = new TextDecoder('utf-8');

/** Reads forward through bytes in memory. Every read is checked; the error names the section, offset and need. */
export class Cursor {
  readonly bytes: Uint8Array;
  /** Index into `bytes` of the next read. */
  at = 0;
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #section: string;
  readonly #base: number;

  /** @param base offset of `bytes[0]` inside `section`, for messages */
  constructor(bytes: Uint8Array, order: ByteOrder, section: string, base = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = order === 'little';
    this.#section = section;
    this.#base = base;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    const at = this.#take(1);
    return this.#view.getUint8(at);
  }

  u16(): number {
    const at = this.#take(2);
    return this.#view.getUint16(at, this.#little);
  }

  u32(): number {
    const at = this.#take(4);
    return this.#view.getUint32(at, this.#little);
  }

  i32(): number {
    const at = this.#take(4);
    return this.#view.getInt32(at, this.#little);
  }

  u64(): bigint {
    const at = this.#take(8);
    return this.#view.getBigUint64(at, this.#little);
  }

  /** A 64-bit field as a double: exact to 2^53, and no big integer is made. */
  double64(): number {
    const [first, second] = [this.u32(), this.u32()];
    return this.#little ? first + second * 2 ** 32 : second + first * 2 ** 32;
  }

  /** A 64-bit field that must fit a file offset or size: at most 2^53 - 1. */
  size64(): number {
    const at = this.at;
    const low = this.u64();
    if (low > 0x1fffffffffffffn) {
      throw this.fault('SIZE_TOO_LARGE', `a size or offset of ${low} is beyond any file`, low, at);
    }
    return Number(low);
  }

  /** An address of 4 or 8 bytes. */
  address(bytes: number): bigint {
    if (bytes === 8) return this.u64();
    if (bytes === 4) return BigInt(this.u32());
    throw this.fault('ADDRESS_SIZE', `addresses of ${bytes} bytes`, bytes);
  }

  /** Unsigned LEB128 (DWARF 5, 7.6) of at most 2^53 - 1; larger values are refused. */
  uleb(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 128;
    }
    throw this.fault('LEB128', 'a LEB128 number is longer than 53 bits', value);
  }

  /** Signed LEB128 (DWARF 5, 7.6) of at most 53 bits. */
  sleb(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 8; count += 1) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return (byte & 0x40) === 0 ? value : value - scale;
    }
    throw this.fault('LEB128', 'a LEB128 number is longer than 53 bits', value);
  }

  /** Passes over one LEB128 number of any length up to 19 bytes. */
  skipLeb(): void {
    for (let count = 0; count < 19; count += 1) if (this.u8() < 0x80) return;
    throw this.fault('LEB128', 'a LEB128 number does not end', 19);
  }

  skip(count: number): void {
    this.#take(count);
  }

  take(count: number): Uint8Array {
    const at = this.#take(count);
    return this.bytes.subarray(at, at + count);
  }

  /** Bytes up to a NUL, as UTF-8. */
  text(): string {
    const start = this.at;
    this.skipText();
    return TEXT.decode(this.bytes.subarray(start, this.at - 1));
  }

  skipText(): void {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw this.fault('TEXT_UNENDED', 'a string has no NUL before the end', this.left);
    this.at = end + 1;
  }

  fault(code: string, message: string, value: number | bigint, at: number = this.at): FormatError {
    return new FormatError(message, { code, section: this.#section, offset: this.#base + at, value });
  }

  #take(count: number): number {
    const at = this.at;
    if (count < 0 || at + count > this.bytes.length) {
      throw this.fault('BYTES_OUTSIDE', `needs ${count} bytes, ${this.left} are left`, count);
    }
    this.at = at + count;
    return at;
  }
}
