import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Drafts of a split and of an index, as they are named until they are renamed into place. */
const DRAFT = /\.[0-9a-f]{12}\.tmp$/;

/**
 * Takes away what hooks have left of a build that failed: the index of some of the binaries, and drafts. GoReleaser kills
 * its hooks when it is interrupted; they cannot tidy up.
 */
export async function clearHalfMade(dist: string, hookDir: string): Promise<void> {
  await rm(join(hookDir, 'gosymbols.json'), { force: true });
  const names = await readdir(dist, { recursive: true }).catch(() => []);
  for (const name of names.filter((path) => DRAFT.test(path))) await rm(join(dist, name), { force: true });
}
