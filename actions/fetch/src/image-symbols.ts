import { describeFault, faultOf, type Host } from '@gosymbols/host';
import { VERSION } from '@gosymbols/record';
import { bundlesOf, openSymbolStore, type SymbolStore, symbolsOfBundle } from '@gosymbols/symbols';
import type { Located } from './locate.ts';
import type { Wanted, WantedImage } from './wanted/wanted-symbols.ts';

type Found = Pick<Located, 'store' | 'found'>;

/**
 * Looks for symbols of a program in the bundles that refer to its image: in the stores, then where the image itself is.
 * So they are found after a copy that carries referrers and no `build-id-` tags. Each image is asked for once.
 */
export function imageSymbols(
  stores: readonly SymbolStore[],
  host: Host,
  ephemeral: boolean,
): (wanted: Wanted) => Promise<Located | undefined> {
  const known = new Map<WantedImage, Promise<readonly Found[]>>();
  return async (wanted) => {
    const { image, key } = wanted;
    if (image === undefined) return undefined;
    const symbols = known.get(image) ?? symbolsOf(image, stores, host);
    known.set(image, symbols);
    const place = (await symbols).find(
      ({ found }) => found.key === key.hex && (ephemeral || found.ephemeral === undefined),
    );
    return place && { wanted, ...place };
  };
}

async function symbolsOf(
  image: WantedImage,
  stores: readonly SymbolStore[],
  host: Host,
): Promise<readonly Found[]> {
  const { repository } = image;
  const isAsked = stores.some(({ objects }) => objects.name === repository);
  const own =
    repository === undefined || isAsked ? [] : [openSymbolStore(repository, host, { toolVersion: VERSION })];
  const symbols: Found[] = [];
  for (const store of [...stores, ...own]) {
    for (const digest of image.digests) {
      host.signal.throwIfAborted();
      const bundles = await bundlesOf(store.objects, { digest }, image.platform).catch((error) => {
        // Nobody asked for the image's own repository to be a store: it may well refuse us.
        host.warning(describeFault(faultOf(error)));
        return [];
      });
      for (const bundle of bundles) {
        symbols.push(...symbolsOfBundle(bundle, store.objects).map((found) => ({ store, found })));
      }
    }
  }
  return symbols;
}
