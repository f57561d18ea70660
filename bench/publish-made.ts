import { resolve } from 'node:path';
import { terminalHost } from '@gosymbols/host';
import { readIndex, VERSION } from '@gosymbols/record';
import { openSymbolStore, tagOfKey } from '@gosymbols/symbols';
import { publishables } from '../actions/publish/src/publishables.ts';

/** Publishes with the layers made before: stores, reads back, looks up. Prints the milliseconds that making them took. */
const [indexPath = '', store = ''] = process.argv
  .slice(2)
  .map((text, at) => (at === 0 ? resolve(text) : text));
using host = await terminalHost({ signal: new AbortController().signal, debug: false });
const symbols = openSymbolStore(store, host, { toolVersion: VERSION });
const how = { executable: false, ephemeral: undefined };
const { files } = await publishables(await readIndex(indexPath), indexPath, how);
const start = performance.now();
const made = [];
for (const file of files) {
  made.push({ file, artifact: await symbols.prepare(file.symbols, { is: 'absent' }) });
}
console.log((performance.now() - start).toFixed(1));
await Promise.all(
  made.map(async ({ file, artifact }) => {
    const { objects } = symbols;
    const { config, manifest, bytes, platform } = artifact.draft;
    await Promise.all([
      objects.putBlob(config),
      ...artifact.layers.map(({ blob }) =>
        objects.streamBlob({ follow: () => blob.open(), whole: Promise.resolve(blob) }),
      ),
    ]);
    await objects.putManifest({ mediaType: manifest.mediaType, bytes, tag: tagOfKey(file.key), platform });
    const found = await symbols.find(file.key);
    if (found?.digest !== artifact.digest) throw new Error(`${file.name} is not found again`);
    await symbols.prove(found);
  }),
);
for (const { artifact } of made) await artifact[Symbol.asyncDispose]();
