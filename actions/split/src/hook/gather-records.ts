import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BinaryRecord, newIndex, parseIndex, writeIndex } from '@gosymbols/record';

/** Ending of the document that a hook writes of its one binary: an index too. */
const OF_ONE = '.gosymbols.json';

export function documentOf(hookDir: string, name: string): string {
  return join(hookDir, `${name}${OF_ONE}`);
}

export async function writeRecord(hookDir: string, record: BinaryRecord, now: Date): Promise<void> {
  await writeIndex(documentOf(hookDir, record.name), newIndex([record], { now, env: {} }));
}

/**
 * Writes one index of all documents in the folder. Hooks run at once and any of them may be the last, so each looks
 * again after it has written, and writes anew where there is more: whoever writes last has seen everything.
 */
export async function gatherRecords(hookDir: string): Promise<void> {
  const path = join(hookDir, 'gosymbols.json');
  for (let written = ''; ; ) {
    const found = await readDocuments(hookDir);
    const state = JSON.stringify(found);
    if (state === written) return;
    const binaries = found.flatMap((index) => index.binaries);
    // Of the binaries, not of the clock: building the same again gives the same archive.
    const latest =
      found
        .map(({ createdAt }) => createdAt)
        .sort()
        .at(-1) ?? '';
    await writeIndex(path, newIndex(binaries, { now: new Date(latest), env: {} }));
    written = state;
  }
}

async function readDocuments(hookDir: string): Promise<ReturnType<typeof parseIndex>[]> {
  const names = (await readdir(hookDir)).filter((name) => name.endsWith(OF_ONE)).sort();
  return Promise.all(
    names.map(async (name) => parseIndex(await readFile(join(hookDir, name), 'utf8'), join(hookDir, name))),
  );
}
