import { describeFault, faultOf, type Host, RequestError, UnavailableError } from '@gosymbols/host';
import { type FoundSymbols, type SymbolStore, type Term, tagOfKey } from '@gosymbols/symbols';
import { imageSymbols } from './image-symbols.ts';
import type { Wanted } from './wanted/wanted-symbols.ts';

export interface Located {
  readonly wanted: Wanted;
  readonly store: SymbolStore;
  readonly found: FoundSymbols;
}

/**
 * The first store, in order, that has each of the wanted symbols: those of a release in any store come before ephemeral
 * ones in any; for a program of an image that none has, the bundles that refer to the image. A store that fails is warned of and passed over.
 * @throws the only store's own error; UnavailableError `SYMBOLS_NOT_FOUND` naming all that are missing; RequestError
 * `SYMBOLS_DIFFER` where a store has another debug file than the index says
 */
export async function locate(
  wanted: readonly Wanted[],
  stores: readonly SymbolStore[],
  host: Host,
  ephemeral: boolean,
): Promise<readonly Located[]> {
  if (wanted.length === 0) return [];
  const usable: SymbolStore[] = [];
  for (const store of stores) {
    const works = await store.objects.assertReadable().then(
      () => true,
      (error) => passOver(error, stores.length, host),
    );
    if (works) usable.push(store);
  }
  const terms: readonly Term[] = ephemeral ? ['release', 'ephemeral'] : ['release'];
  const located: Located[] = [];
  const byImage = imageSymbols(usable, host, ephemeral);
  const missing: Wanted[] = [];
  for (const one of wanted) {
    const place =
      (await locateOne(one, usable, { terms, asked: stores.length, host })) ?? (await byImage(one));
    if (place !== undefined) located.push(place);
    else missing.push(one);
  }
  const names = stores.map(({ objects }) => objects.name).join(', ');
  const optional = missing.filter((one) => one.optional === true);
  if (optional.length > 0) {
    host.info(
      `no symbols of ${optional.map(({ name }) => name).join(', ')} in ${names}; the core names them as libraries`,
    );
  }
  const needed = missing.filter((one) => one.optional !== true);
  if (needed.length === 0) return located;
  throw new UnavailableError(
    `no symbols of ${needed.map(({ name, key }) => `${name} (${tagOfKey(key)})`).join(', ')} in ${names}`,
    {
      code: 'SYMBOLS_NOT_FOUND',
      next: 'Publish them from the run that split the binary: `gosymbols publish --index gosymbols.json --store STORE`.',
    },
  );
}

async function locateOne(
  wanted: Wanted,
  stores: readonly SymbolStore[],
  how: { readonly terms: readonly Term[]; readonly asked: number; readonly host: Host },
): Promise<Located | undefined> {
  for (const term of how.terms) {
    for (const store of stores) {
      how.host.signal.throwIfAborted();
      const found = await store.find(wanted.key, term).catch((error) => {
        passOver(error, how.asked, how.host);
        return undefined;
      });
      if (found === undefined) continue;
      assertSame(wanted, store, found);
      return { wanted, store, found };
    }
  }
  return undefined;
}

function assertSame(wanted: Wanted, store: SymbolStore, found: FoundSymbols): void {
  if (wanted.debugDigest === undefined || wanted.debugDigest === found.debug.digest) return;
  throw new RequestError(
    `${wanted.name}: ${store.objects.name} has debug file ${found.debug.digest} under ${found.tag}, the index says ${wanted.debugDigest}`,
    {
      code: 'SYMBOLS_DIFFER',
      next: 'Use the gosymbols.json of the run that published, or fetch by --binary.',
    },
  );
}

/** With other stores to ask, a failing one is no reason to stop. */
function passOver(error: unknown, asked: number, host: Host): false {
  if (asked === 1) throw error;
  host.warning(describeFault(faultOf(error)));
  return false;
}
