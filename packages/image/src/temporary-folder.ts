import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that disposing removes with all that is in it. */
export async function temporaryFolder(tempDir: string): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tempDir, 'gosymbols-image-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
