import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '@gosymbols/oci';

/**
 * `dlv/config.yml` beside the tree: with `XDG_CONFIG_HOME` set to the folder, Delve reads it from the start. (Its
 * `config debug-info-directories` command comes too late for a core that is open already.)
 */
export async function writeDelveConfig(outDir: string): Promise<void> {
  const directory = join(outDir, 'dlv');
  await makeDirectory(directory);
  const path = join(directory, 'config.yml');
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // A JSON string is a YAML double-quoted scalar.
    const tree = JSON.stringify(join(outDir, '.build-id'));
    await writeFile(draft, `debug-info-directories: [${tree}]\n`, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
