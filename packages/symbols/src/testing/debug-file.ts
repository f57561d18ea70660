import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@gosymbols/oci';
import type { NewSymbols } from '../store/new-symbols.ts';

/** Bytes that compress like debug information does, the same for the same seed. */
export function debugBytes(seed: string, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 64) {
    createHash('sha256')
      .update(`${seed}${at % 4096}${at >> 16}`)
      .digest()
      .copy(bytes, at);
  }
  return bytes;
}

/** A debug file on disk and the request to publish it. */
export async function debugFile(
  directory: string,
  options: {
    readonly name?: string;
    readonly seed?: string;
    readonly size?: number;
    readonly gnu?: string;
  } = {},
): Promise<NewSymbols & { readonly debug: { readonly digest: Digest; readonly size: number } }> {
  const { name = 'api', seed = name, size = 3_000_000 } = options;
  const gnu = options.gnu ?? createHash('sha1').update(name).digest('hex');
  const bytes = debugBytes(seed, size);
  const path = join(directory, `${name}-${seed}.debug`);
  await writeFile(path, bytes);
  return {
    path,
    debug: { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size },
    identities: { gnu, go: `${name}/a/b/c`, file: createHash('md5').update(name).digest('hex') },
    binary: name,
    platform: { os: 'linux', architecture: 'amd64' },
  };
}
