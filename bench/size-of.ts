import { inspectFile } from '@gosymbols/inspect';
import { attributeFile, wireSize } from '@gosymbols/size';

/** One process that measures one file, for the clock: `node bench/size-of.ts facts|packages|wire FILE`. */
const [what, path = ''] = process.argv.slice(2);
if (what === 'wire') console.log((await wireSize(path)).bytes);
else if (what === 'facts') console.log((await inspectFile(path)).size);
else {
  const found = await attributeFile(path, await inspectFile(path));
  console.log(JSON.stringify({ method: found?.method, packages: found?.packages.length }));
}
