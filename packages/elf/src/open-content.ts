import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ByteSource, FileSource, MemorySource, SubSource } from '@gosymbols/bytes';
import { storedContent } from './compression.ts';
import { contentChunks } from './decompress.ts';
import type { ElfFile, Section } from './elf-file.ts';

/** Decompressed content up to this size stays in memory; larger content goes to a temporary file. */
const IN_MEMORY = 4 * 1024 * 1024;

/** Decompressed sections of one file; disposing it removes what was spilled to disk. */
export class OpenedContents implements Disposable {
  readonly #elf: ElfFile;
  readonly #opened = new Map<number, ByteSource>();
  readonly #files: FileSource[] = [];
  #scratch: string | undefined;

  constructor(elf: ElfFile) {
    this.#elf = elf;
  }

  /** Opens each section once; uncompressed ones are read in place. */
  async open(section: Section, signal?: AbortSignal): Promise<ByteSource> {
    const known = this.#opened.get(section.index);
    if (known !== undefined) return known;
    const content = storedContent(this.#elf, section);
    const source =
      content.compression === 'none'
        ? content.payload
        : content.size <= IN_MEMORY
          ? await this.#memory(section, signal)
          : await this.#spill(section, signal);
    this.#opened.set(section.index, source);
    return source;
  }

  async #memory(section: Section, signal?: AbortSignal): Promise<ByteSource> {
    const content = storedContent(this.#elf, section);
    const bytes = new Uint8Array(content.size);
    let at = 0;
    for await (const chunk of contentChunks(content, section.name, signal)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return new MemorySource(section.name, bytes);
  }

  async #spill(section: Section, signal?: AbortSignal): Promise<ByteSource> {
    this.#scratch ??= mkdtempSync(join(tmpdir(), 'gosymbols-'));
    const path = join(this.#scratch, `${section.index}`);
    const fd = openSync(path, 'wx', 0o600);
    try {
      for await (const chunk of contentChunks(storedContent(this.#elf, section), section.name, signal)) {
        for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
      }
    } finally {
      closeSync(fd);
    }
    const file = FileSource.open(path);
    this.#files.push(file);
    return new SubSource(section.name, file, 0, file.size);
  }

  [Symbol.dispose](): void {
    for (const file of this.#files) file[Symbol.dispose]();
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true });
  }
}
