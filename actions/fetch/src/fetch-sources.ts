import { resolve } from 'node:path';
import type { Host } from '@gosymbols/host';
import { type ExtractedSources, extractSources, sourceLayerOf } from '@gosymbols/symbols';
import type { Located } from './locate.ts';

/** The sources that were published along, each module once. What has none is named. */
export async function fetchSources(
  located: readonly Located[],
  directory: string | undefined,
  host: Host,
): Promise<readonly ExtractedSources[]> {
  if (directory === undefined) return [];
  const done = new Set<string>();
  const sources: ExtractedSources[] = [];
  for (const { wanted, store, found } of located) {
    const layer = sourceLayerOf(found);
    if (layer === undefined) {
      host.notice(`no sources of ${wanted.name} in ${store.objects.name}: publish with \`include: sources\``);
      continue;
    }
    if (done.has(layer.digest)) continue;
    done.add(layer.digest);
    host.signal.throwIfAborted();
    sources.push(await extractSources(store.objects, layer, resolve(host.cwd, directory)));
  }
  return sources;
}
