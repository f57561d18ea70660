import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { FormatError } from '@gosymbols/bytes';

/** What a file was when it was opened. */
export type Seen = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs'>;

/** Of the opened file, not of what has its name meanwhile. */
export function seen(fd: number): Seen {
  return fstatSync(fd, { bigint: true });
}

/** @throws FormatError (`FILE_CHANGED`) when the path has another file, or the file was written to */
export function assertUnchanged(path: string, before: Seen): void {
  const now = statSync(path, { bigint: true, throwIfNoEntry: false });
  const what =
    now === undefined
      ? 'was removed'
      : now.ino !== before.ino || now.dev !== before.dev
        ? 'was replaced by another file'
        : now.size !== before.size
          ? `changed from ${before.size} to ${now.size} bytes`
          : now.mtimeNs !== before.mtimeNs
            ? 'was written to'
            : undefined;
  if (what === undefined) return;
  throw new FormatError(`${what} while it was split; nothing was replaced`, {
    code: 'FILE_CHANGED',
    file: path,
    value: Number(now?.size ?? 0n),
    next: 'Let the build finish before the file is split.',
  });
}
