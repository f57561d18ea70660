import type { Host } from '@gosymbols/host';
import { debugFilePath, spellSize } from '@gosymbols/symbols';
import type { Located } from './locate.ts';

export interface FetchedFile {
  readonly name: string;
  readonly buildId: string;
  /** False where the key is no GNU build ID: debuggers do not look there by themselves. */
  readonly byBuildId: boolean;
  readonly path: string;
  readonly debugDigest: string;
  readonly store: string;
  /** False when it was there already. */
  readonly written: boolean;
  readonly binary: string | undefined;
}

/** Writes the tree, one file after the other: each is bound by network or disk. */
export async function fetchAll(
  located: readonly Located[],
  outDir: string,
  host: Host,
): Promise<readonly FetchedFile[]> {
  const files: FetchedFile[] = [];
  for (const { wanted, store, found } of located) {
    host.signal.throwIfAborted();
    const path = debugFilePath(outDir, { hex: found.key });
    const progress = host.progress(`fetching symbols of ${wanted.name}`);
    let received = 0;
    try {
      const written = await store.get(found, path, (bytes) => {
        received += bytes;
        progress.update(`${spellSize(received)} of ${spellSize(found.debug.size)}`);
      });
      progress.done(written ? spellSize(found.debug.size) : 'there already');
      files.push({
        name: wanted.name,
        buildId: found.key,
        byBuildId: found.gnu === found.key,
        path,
        debugDigest: found.debug.digest,
        store: store.objects.name,
        written,
        binary: wanted.binary,
      });
    } catch (error) {
      progress.failed(`from ${store.objects.name}`);
      throw error;
    }
  }
  return files;
}
