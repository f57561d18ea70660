import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FileOnDisk, FilesOnDisk } from '@gosymbols/policy';
import { type BinaryRecord, resolveBeside } from '@gosymbols/record';

/** Open files are few, whatever the number of binaries. */
const AT_ONCE = 8;

/**
 * Whether the files on disk are still those that the index describes: by digest where it has one, by size otherwise.
 * @throws the system's error where a file is there and cannot be read
 */
export async function lookAtFiles(
  binaries: readonly BinaryRecord[],
  indexPath: string,
  signal: AbortSignal,
): Promise<Record<string, FilesOnDisk>> {
  const looks: [string, FilesOnDisk][] = [];
  for (let start = 0; start < binaries.length; start += AT_ONCE) {
    const some = binaries.slice(start, start + AT_ONCE);
    looks.push(
      ...(await Promise.all(
        some.map(async (binary): Promise<[string, FilesOnDisk]> => {
          return [binary.name, await lookAtBinary(binary, indexPath, signal)];
        }),
      )),
    );
  }
  return Object.fromEntries(looks);
}

async function lookAtBinary(
  { path, before, split }: BinaryRecord,
  indexPath: string,
  signal: AbortSignal,
): Promise<FilesOnDisk> {
  const look = (file: string, size: number, digest?: string): Promise<FileOnDisk> =>
    lookAt(resolveBeside(indexPath, file), size, digest, signal);
  if (split === undefined) return { binary: await look(path, before.size) };
  const binary = await look(path, split.stripped.size, split.stripped.digest);
  if (split.debug === undefined) return { binary };
  return { binary, debug: await look(split.debug.path, split.debug.size, split.debug.digest) };
}

async function lookAt(
  path: string,
  size: number,
  digest: string | undefined,
  signal: AbortSignal,
): Promise<FileOnDisk> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size !== size) return 'differs';
    return digest === undefined || (await digestOf(path, signal)) === digest ? 'same' : 'differs';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw error;
  }
}

async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash, { signal });
  return `sha256:${hash.digest('hex')}`;
}
