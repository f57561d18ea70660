import { join } from 'node:path';
import { UnavailableError } from '@gosymbols/host';
import { type BinaryRecord, IndexError, moveRecord, readIndex, resolveBeside } from '@gosymbols/record';

/** What the hooks of a release made, by the binary's absolute path, with paths as the index at `indexPath` spells them. */
export async function readHookRecords(
  hookDir: string,
  indexPath: string,
): Promise<ReadonlyMap<string, BinaryRecord>> {
  const gathered = join(hookDir, 'gosymbols.json');
  const { binaries } = await readIndex(gathered).catch((error: unknown) => {
    throw error instanceof IndexError && error.code === 'INDEX_MISSING' ? notCalled(hookDir) : error;
  });
  return new Map(
    binaries.map((record) => [resolveBeside(gathered, record.path), moveRecord(record, gathered, indexPath)]),
  );
}

function notCalled(hookDir: string): UnavailableError {
  return new UnavailableError(`GoReleaser ended well but no hook has written to ${hookDir}`, {
    code: 'HOOK_NOT_CALLED',
    next: 'Only Go builds are split, in a post hook: see that the configuration has one.',
  });
}
