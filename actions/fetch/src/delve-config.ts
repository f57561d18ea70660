import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '@gosymbols/oci';
import type { ExtractedSources } from '@gosymbols/symbols';

/**
 * `dlv/config.yml` beside the tree: with `XDG_CONFIG_HOME` set to the folder, Delve reads it from the start. (Its
 * `config debug-info-directories` command comes too late for a core that is open already.)
 */
export async function writeDelveConfig(
  outDir: string,
  sources: readonly Pick<ExtractedSources, 'module' | 'path'>[] = [],
): Promise<void> {
  const directory = join(outDir, 'dlv');
  await makeDirectory(directory);
  const path = join(directory, 'config.yml');
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // A JSON string is a YAML double-quoted scalar.
    const tree = JSON.stringify(join(outDir, '.build-id'));
    const rules = sources.map(
      ({ module, path }) => `  - {from: ${JSON.stringify(module)}, to: ${JSON.stringify(path)}}\n`,
    );
    const substitutes = rules.length === 0 ? '' : `substitute-path:\n${rules.join('')}`;
    await writeFile(draft, `debug-info-directories: [${tree}]\n${substitutes}`, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
