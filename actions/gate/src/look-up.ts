import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@gosymbols/host';
import { provePair } from '@gosymbols/split';
import { type FoundSymbols, type SymbolStore, symbolKeyOf, type Term, tagOfKey } from '@gosymbols/symbols';
import type { Gated } from './gated.ts';

/** What the stores have for one binary. */
export type LookUp =
  | { readonly state: 'missing' | 'changed' }
  | {
      readonly state: 'in the store' | 'incomplete' | 'different' | 'of another build';
      readonly store: string;
      readonly found: FoundSymbols;
      /** What shows that the symbols belong to the binary, or that they do not. */
      readonly proof?: string;
    };

/** Looks a binary up as a debugger would, by its build ID: the first store that has it counts. */
export async function lookUp(
  binary: Gated,
  stores: readonly SymbolStore[],
  how: { readonly resolve: boolean; readonly ephemeral: boolean; readonly host: Host },
): Promise<LookUp> {
  if (binary.changed) return { state: 'changed' };
  const key = symbolKeyOf(binary.facts.buildIds);
  const terms: readonly Term[] = how.ephemeral ? ['release', 'ephemeral'] : ['release'];
  for (const term of terms) {
    for (const store of stores) {
      how.host.signal.throwIfAborted();
      const found = await store.find(key, term);
      if (found !== undefined) return judged(binary, store, found, how);
    }
  }
  return { state: 'missing' };
}

async function judged(
  binary: Gated,
  store: SymbolStore,
  found: FoundSymbols,
  how: { readonly resolve: boolean; readonly host: Host },
): Promise<LookUp> {
  const place = { store: store.objects.name, found };
  if (binary.debugDigest !== undefined && binary.debugDigest !== found.debug.digest) {
    return { ...place, state: 'different' };
  }
  const complete = await Promise.all(
    [found.config, ...found.layers].map((blob) => store.objects.hasBlob(blob)),
  );
  if (!complete.every(Boolean)) return { ...place, state: 'incomplete' };
  if (binary.proven) return { ...place, state: 'in the store', proof: 'the split proved this pair' };
  if (!how.resolve || binary.file === undefined || binary.facts.pclntab === undefined) {
    return { ...place, state: 'in the store' };
  }
  const { holds, detail } = await resolves(binary.file, store, found, how.host);
  return { ...place, state: holds ? 'in the store' : 'of another build', proof: detail };
}

/** Reads the debug file and compares names and lines of all functions with the binary's own table. */
async function resolves(
  binary: string,
  store: SymbolStore,
  found: FoundSymbols,
  host: Host,
): Promise<{ readonly holds: boolean; readonly detail: string }> {
  const debug = join(host.tempDir, `gated-${randomBytes(8).toString('hex')}.debug`);
  try {
    await store.get(found, debug);
    return await provePair(binary, debug, host.signal);
  } finally {
    await rm(debug, { force: true });
  }
}

export function tagOf(binary: Gated): string {
  return tagOfKey(symbolKeyOf(binary.facts.buildIds));
}
