import { join } from 'node:path';
import type { Host } from '@gosymbols/host';
import { debugFilePath, executablePath, spellSize } from '@gosymbols/symbols';
import { linkByName } from './link-by-name.ts';
import type { Located } from './locate.ts';
import { provenPair } from './proven-pair.ts';
import type { FetchRequest } from './request.ts';

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
  readonly core: string | undefined;
  /** What the comparison with the binary found; undefined where it was not made. */
  readonly proof: string | undefined;
  /** The stripped binary, where it was fetched too. */
  readonly executable: string | undefined;
  /** Where it is found by debug link. */
  readonly linked: string | undefined;
}

type Writing = Pick<FetchRequest, 'outDir' | 'debuglink' | 'executables' | 'verify' | 'cache'>;

/** Writes the tree, one file after the other: each is bound by network or disk. */
export async function fetchAll(
  located: readonly Located[],
  request: Writing,
  host: Host,
): Promise<readonly FetchedFile[]> {
  const files: FetchedFile[] = [];
  for (const one of located) {
    host.signal.throwIfAborted();
    files.push(await fetchOne(one, request, host));
  }
  return files;
}

async function fetchOne(
  { wanted, store, found }: Located,
  { outDir, debuglink, executables, verify, cache }: Writing,
  host: Host,
): Promise<FetchedFile> {
  const path = debugFilePath(outDir, { hex: found.key });
  const progress = host.progress(`fetching symbols of ${wanted.name}`);
  let received = 0;
  try {
    const written = await store.get(found, path, {
      // A layout is as near as the cache.
      cache: store.objects.name.startsWith('oci-layout:') ? undefined : cache,
      onBytes: (bytes) => {
        received += bytes;
        progress.update(`${spellSize(received)} of ${spellSize(found.debug.size)}`);
      },
    });
    const binary = wanted.compareWith ?? wanted.binary;
    const proof =
      verify && binary !== undefined
        ? await provenPair({ binary, debug: path, written, store: store.objects.name }, host.signal)
        : undefined;
    const executable = join(outDir, executablePath(found.key));
    const hasExecutable = executables && (await store.getExecutable(found, executable)) !== undefined;
    progress.done(written ? spellSize(found.debug.size) : 'there already');
    return {
      name: wanted.name,
      buildId: found.key,
      byBuildId: found.gnu === undefined ? wanted.key.from === 'gnu' : found.gnu === found.key,
      path,
      debugDigest: found.debug.digest,
      store: store.objects.name,
      written,
      binary: wanted.binary ?? (hasExecutable ? executable : undefined),
      core: wanted.core,
      proof,
      executable: hasExecutable ? executable : undefined,
      linked:
        debuglink && wanted.binary !== undefined
          ? await linkByName({ binary: wanted.binary, debug: path, outDir }, host)
          : undefined,
    };
  } catch (error) {
    progress.failed(`from ${store.objects.name}`);
    throw error;
  }
}
