import { randomBytes } from 'node:crypto';
import { constants, copyFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Digest, digestOfFile, hexOf, makeDirectory } from '@gosymbols/oci';

interface Content {
  readonly digest: Digest;
  readonly size: number;
}

/** Debug files by their own digest, whatever store they came from; the longest unused go first. */
export class DebugCache {
  readonly #directory: string;
  readonly #maxBytes: number;

  constructor(options: { readonly directory: string; readonly maxBytes: number }) {
    this.#directory = options.directory;
    this.#maxBytes = options.maxBytes;
  }

  /** Copies a debug file to `target`, atomically; false when it is not here, or not what it was. */
  async take(content: Content, target: string): Promise<boolean> {
    const path = this.#pathOf(content);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) return false;
    if (
      found.size !== content.size ||
      (await digestOfFile(path).catch(() => undefined))?.digest !== content.digest
    ) {
      await rm(path, { force: true });
      return false;
    }
    await copyInto(path, target);
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return true;
  }

  /** Remembers a file whose digest was compared, then makes room. One that is larger than the whole cache is not kept. */
  async keep(content: Content, path: string): Promise<void> {
    if (content.size > this.#maxBytes) return;
    await copyInto(path, this.#pathOf(content));
    await this.#makeRoom(content);
  }

  async #makeRoom(newest: Content): Promise<void> {
    const files: { path: string; size: number; used: number }[] = [];
    for (const name of await readdir(this.#directory)) {
      const path = join(this.#directory, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() === true) files.push({ path, size: found.size, used: found.mtimeMs });
    }
    let total = files.reduce((sum, { size }) => sum + size, 0);
    const oldestFirst = files.sort((a, b) => a.used - b.used);
    for (const { path, size } of oldestFirst) {
      if (total <= this.#maxBytes) return;
      if (path === this.#pathOf(newest)) continue;
      await rm(path, { force: true });
      total -= size;
    }
  }

  #pathOf({ digest }: Content): string {
    return join(this.#directory, `${hexOf(digest)}.debug`);
  }
}

/** Shares blocks where the file system can. */
async function copyInto(from: string, target: string): Promise<void> {
  await makeDirectory(dirname(target));
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await copyFile(from, draft, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
