import { resolve } from 'node:path';
import type { Host, Inputs, Outcome, Verb } from '@gosymbols/host';
import { VERSION } from '@gosymbols/record';
import { openSymbolStore } from '@gosymbols/symbols';
import spec from '../action.yml';
import { debuggerText } from './debugger-text.ts';
import { writeDelveConfig } from './delve-config.ts';
import { fetchAll } from './fetch-all.ts';
import { locate } from './locate.ts';
import { wantedSymbols } from './wanted-symbols.ts';

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const stores = inputs.list('store').map((text) => openSymbolStore(text, host, { toolVersion: VERSION }));
  const outDir = resolve(host.cwd, inputs.text('out-dir') ?? '');
  const wanted = await wantedSymbols(
    { buildIds: inputs.list('build-id'), binaries: inputs.list('binary'), index: inputs.text('index') },
    host.cwd,
  );
  // All are located before the first byte is written.
  const located = await locate(wanted, stores, host);
  const files = await fetchAll(located, outDir, host);
  await writeDelveConfig(outDir);
  return {
    outputs: {
      'debug-dir': outDir,
      fetched: files.filter(({ written }) => written).length,
      files: files.map(({ name, buildId, path, debugDigest, store, written }) => ({
        name,
        buildId,
        path,
        debugDigest,
        store,
        written,
      })),
    },
    text: debuggerText(files, outDir),
  };
}

export const verb: Verb = { name: 'fetch', spec, run };
