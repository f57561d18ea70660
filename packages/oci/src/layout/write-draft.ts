import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Streams into a file of the drafts folder, makes it durable, and renames it to `target` once `check` has let all
 * bytes through. A failure leaves no draft and does not touch `target`.
 */
export async function writeDraft(options: {
  readonly drafts: string;
  readonly target: string;
  readonly source: Readable;
  readonly check: readonly Transform[];
  /** Awaited right before the rename. */
  readonly ready?: () => Promise<void>;
}): Promise<void> {
  const draft = join(options.drafts, randomBytes(12).toString('hex'));
  try {
    await pipeline([
      options.source,
      ...options.check,
      createWriteStream(draft, { flags: 'wx', mode: 0o644 }),
    ]);
    const written = await open(draft, 'r+');
    try {
      await written.sync();
    } finally {
      await written.close();
    }
    await options.ready?.();
    await rename(draft, options.target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** Removes drafts that a killed process left behind more than a day ago. */
export async function sweepDrafts(drafts: string): Promise<void> {
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER_MS) await rm(path, { force: true });
  }
}
