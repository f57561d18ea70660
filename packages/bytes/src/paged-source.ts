import { type ByteSource, checkRange } from './byte-source.ts';

const PAGE = 64 * 1024;
const PAGES = 32;

/** Keeps the last pages that were read: for many small reads near each other, as of names, one system call serves hundreds. */
export class PagedSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #base: ByteSource;
  /** In order of use, the latest last. */
  readonly #pages = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(base: ByteSource) {
    this.name = base.name;
    this.size = base.size;
    this.#base = base;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const view = this.#view(offset, length);
    return view === undefined ? this.#base.read(offset, length) : view.slice();
  }

  readInto(target: Uint8Array, offset: number): void {
    const view = this.#view(offset, target.length);
    if (view === undefined) this.#base.readInto(target, offset);
    else target.set(view);
  }

  /** Undefined where the range crosses pages; then the base serves it. */
  #view(offset: number, length: number): Uint8Array<ArrayBuffer> | undefined {
    checkRange(this, offset, length);
    const number = Math.floor(offset / PAGE);
    const start = number * PAGE;
    if (offset + length > start + PAGE || length === 0) return undefined;
    const page = this.#pages.get(number) ?? this.#base.read(start, Math.min(PAGE, this.size - start));
    this.#pages.delete(number);
    this.#pages.set(number, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > PAGES && oldest !== undefined) this.#pages.delete(oldest);
    return page.subarray(offset - start, offset - start + length);
  }
}
