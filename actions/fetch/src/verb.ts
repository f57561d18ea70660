import type { Host, Inputs, Json, Outcome, Verb } from '@gosymbols/host';
import { VERSION } from '@gosymbols/record';
import { openSymbolStore, spellSize, withLogin } from '@gosymbols/symbols';
import spec from '../action.yml';
import { debuggerText } from './debugger-text.ts';
import { writeDelveConfig } from './delve-config.ts';
import { fetchAll } from './fetch-all.ts';
import { fetchSources } from './fetch-sources.ts';
import { type Located, locate } from './locate.ts';
import { readRequest } from './request.ts';
import { assertSectionNames, type FetchedSection, fetchSections } from './section/fetch-sections.ts';
import { locatedInBundle } from './wanted/of-bundle.ts';
import { wantedSymbols } from './wanted/wanted-symbols.ts';

async function run(inputs: Inputs, given: Host): Promise<Outcome> {
  const host = withLogin(given, inputs, inputs.list('store'));
  const request = readRequest(inputs, host);
  const { outDir } = request;
  const stores = request.stores.map((text) => openSymbolStore(text, host, { toolVersion: VERSION }));
  const bundles = inputs.list('bundle');
  const sections = inputs.list('section');
  assertSectionNames(sections);
  const wanted = await wantedSymbols(
    {
      buildIds: inputs.list('build-id'),
      binaries: inputs.list('binary'),
      images: inputs.list('image'),
      cores: inputs.list('core'),
      index: inputs.text('index'),
      bundles,
    },
    host,
  );
  // All are located before the first byte is written.
  const located: Located[] = [...(await locate(wanted, stores, host, request.ephemeral))];
  for (const bundle of bundles) located.push(...(await locatedInBundle(bundle, host)));
  if (sections.length > 0) return sectionsOf(located, sections, outDir, host);
  const files = await fetchAll(located, request, host);
  const sources = await fetchSources(located, inputs.text('sources'), host);
  await writeDelveConfig(outDir, sources);
  return {
    outputs: {
      'debug-dir': outDir,
      fetched: files.filter(({ written }) => written).length,
      files: files.map(({ name, buildId, path, debugDigest, store, written, proof, executable }) => ({
        name,
        buildId,
        path,
        debugDigest,
        store,
        written,
        proof: proof ?? null,
        executable: executable ?? null,
      })),
      sources: sources.map((one): Json => ({ ...one })),
      sections: [],
    },
    text: debuggerText(files, outDir, sources),
  };
}

async function sectionsOf(
  located: readonly Located[],
  names: readonly string[],
  outDir: string,
  host: Host,
): Promise<Outcome> {
  const sections: FetchedSection[] = [];
  for (const one of located) sections.push(...(await fetchSections(one, names, outDir, host)));
  return {
    outputs: {
      'debug-dir': outDir,
      fetched: 0,
      files: [],
      sources: [],
      sections: sections.map((section): Json => ({ ...section })),
    },
    text: sections
      .map(
        ({ path, bytes, ranged }) =>
          `${path}  ${spellSize(bytes)}${ranged ? '' : ', out of the whole layer'}`,
      )
      .join('\n'),
  };
}

export const verb: Verb = { name: 'fetch', spec, run };
