import { describeFault, faultOf, type Host, RequestError, UnavailableError } from '@gosymbols/host';
import { type FoundSymbols, type SymbolStore, tagOfKey } from '@gosymbols/symbols';
import type { Wanted } from './wanted-symbols.ts';

export interface Located {
  readonly wanted: Wanted;
  readonly store: SymbolStore;
  readonly found: FoundSymbols;
}

/**
 * The first store, in order, that has each of the wanted symbols. A store that fails is warned of and passed over.
 * @throws the only store's own error; UnavailableError `SYMBOLS_NOT_FOUND` naming all that are missing; RequestError
 * `SYMBOLS_DIFFER` where a store has another debug file than the index says
 */
export async function locate(
  wanted: readonly Wanted[],
  stores: readonly SymbolStore[],
  host: Host,
): Promise<readonly Located[]> {
  const usable: SymbolStore[] = [];
  for (const store of stores) {
    const works = await store.objects.assertReadable().then(
      () => true,
      (error) => passOver(error, stores.length, host),
    );
    if (works) usable.push(store);
  }
  const located: Located[] = [];
  const missing: Wanted[] = [];
  for (const one of wanted) {
    const place = await locateOne(one, usable, stores.length, host);
    if (place === undefined) missing.push(one);
    else located.push(place);
  }
  if (missing.length === 0) return located;
  throw new UnavailableError(
    `no symbols of ${missing.map(({ name, key }) => `${name} (${tagOfKey(key)})`).join(', ')} in ${stores.map(({ objects }) => objects.name).join(', ')}`,
    {
      code: 'SYMBOLS_NOT_FOUND',
      next: 'Publish them from the run that split the binary: `gosymbols publish --index gosymbols.json --store STORE`.',
    },
  );
}

async function locateOne(
  wanted: Wanted,
  stores: readonly SymbolStore[],
  asked: number,
  host: Host,
): Promise<Located | undefined> {
  for (const store of stores) {
    host.signal.throwIfAborted();
    const found = await store.find(wanted.key).catch((error) => {
      passOver(error, asked, host);
      return undefined;
    });
    if (found === undefined) continue;
    if (wanted.debugDigest !== undefined && wanted.debugDigest !== found.debug.digest) {
      throw new RequestError(
        `${wanted.name}: ${store.objects.name} has debug file ${found.debug.digest} under ${found.tag}, the index says ${wanted.debugDigest}`,
        {
          code: 'SYMBOLS_DIFFER',
          next: 'Use the gosymbols.json of the run that published, or fetch by --binary.',
        },
      );
    }
    return { wanted, store, found };
  }
  return undefined;
}

/** With other stores to ask, a failing one is no reason to stop. */
function passOver(error: unknown, asked: number, host: Host): false {
  if (asked === 1) throw error;
  host.warning(describeFault(faultOf(error)));
  return false;
}
