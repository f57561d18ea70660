import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TarEntry } from '../tar/read-tar.ts';
import type { Leaf } from '../tree/nodes.ts';
import { isGoBinary } from './is-go.ts';

const ELF_MAGIC = Buffer.from('\x7fELF', 'latin1');
/** Nothing smaller is an ELF file: the header of the 32-bit class. */
const SMALLEST_ELF = 52;

/** Copies ELF files out of layers and keeps those that Go linked, as long as the image shows them. */
export class Candidates {
  readonly #folder: string;
  readonly #kept = new Map<Leaf, { readonly file: string } | { readonly why: string }>();
  #count = 0;

  /** @param folder exists and is removed by the caller */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async look(entry: TarEntry, leaf: Leaf): Promise<void> {
    if (entry.size < SMALLEST_ELF) return;
    const pieces = entry.pieces();
    let head: Buffer = Buffer.alloc(0);
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      const { offset, bytes } = next.value;
      // Runs in front of a hole shorter than the magic cannot begin an ELF file.
      if (offset !== head.length) return;
      head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
      if (head.length >= ELF_MAGIC.length) break;
    }
    if (!head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) return;
    const file = join(this.#folder, `elf-${this.#count++}`);
    await copy(file, head, pieces, entry.size);
    try {
      if (isGoBinary(file)) this.#kept.set(leaf, { file });
      else await rm(file);
    } catch (error) {
      await rm(file);
      if (!(error instanceof Error) || error.name !== 'FormatError') throw error;
      this.#kept.set(leaf, { why: error.message });
    }
  }

  async forget(leaf: Leaf): Promise<void> {
    const found = this.#kept.get(leaf);
    this.#kept.delete(leaf);
    if (found !== undefined && 'file' in found) await rm(found.file);
  }

  of(leaf: Leaf): { readonly file: string } | { readonly why: string } | undefined {
    return this.#kept.get(leaf);
  }
}

/** Holes stay holes. */
async function copy(
  file: string,
  head: Buffer,
  rest: ReturnType<TarEntry['pieces']>,
  size: number,
): Promise<void> {
  await using target = await open(file, 'wx', 0o600);
  await target.write(head, 0, head.length, 0);
  for await (const { offset, bytes } of rest) {
    for (let done = 0; done < bytes.length; ) {
      done += (await target.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
    }
  }
  await target.truncate(size);
}
