import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { blobOfFile, type GrowingBlob } from '../blob-source.ts';
import { digestOfBytes } from '../digest.ts';
import { GrowingFile } from '../growing-file.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const PIECES = 10;

/** A blob that grows to `bytes` in some milliseconds, or breaks with `failure` half-way. */
export async function growingBlob(
  bytes: Buffer,
  failure?: Error,
): Promise<{ readonly blob: GrowingBlob } & AsyncDisposable> {
  const directory = await temporaryDirectory();
  const file = new GrowingFile(join(directory.path, 'growing'));
  const step = Math.ceil(bytes.length / PIECES);
  const whole = (async () => {
    for (let at = 0; at < bytes.length; at += step) {
      await sleep(1);
      if (failure !== undefined && at > bytes.length / 2) throw failure;
      file.append(bytes.subarray(at, at + step));
    }
    return blobOfFile(file.path, digestOfBytes(bytes), bytes.length);
  })();
  whole.then(
    () => file.end(),
    (error: unknown) => file.fail(error),
  );
  return {
    blob: { follow: () => file.follow(), whole },
    async [Symbol.asyncDispose]() {
      await whole.catch(() => undefined);
      file[Symbol.dispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}
