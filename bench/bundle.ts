import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { actionYml } from '../scripts/action-yml-plugin.ts';

/** The command line as it is now and the drivers of bench/, in a folder that no build at the same time replaces. */
export async function bundles(root: string, scratch: string): Promise<string> {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bundling failed:\n${stdout}${stderr}`);
  const dist = join(scratch, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }');
  const drivers = ['split-alone', 'bare-copy', 'publish-made'];
  await using bundle = await rolldown({
    input: Object.fromEntries(drivers.map((name) => [name, join(import.meta.dirname, `${name}.ts`)])),
    platform: 'node',
    plugins: [actionYml()],
    logLevel: 'warn',
  });
  await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'chunks/bench-[name]-[hash].js' });
  return dist;
}
