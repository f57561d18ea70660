import { type Host, UnavailableError } from '@gosymbols/host';
import { parseImageReference } from '@gosymbols/oci';
import { VERSION } from '@gosymbols/record';
import { openSymbolStore, readBundle, symbolsOfBundle } from '@gosymbols/symbols';
import type { Located } from '../locate.ts';

/** Every debug file of a bundle, from the repository that the bundle is in. @throws UnavailableError `BUNDLE_NOT_FOUND` */
export async function locatedInBundle(text: string, host: Host): Promise<readonly Located[]> {
  const { store: reference, object } = parseImageReference(text);
  const store = openSymbolStore(reference.text, host, { toolVersion: VERSION });
  await store.objects.assertReadable();
  const bundle = await readBundle(store.objects, object);
  if (bundle === undefined) {
    throw new UnavailableError(`there is no bundle \`${text}\``, {
      code: 'BUNDLE_NOT_FOUND',
      next: '`gosymbols publish` prints the names of bundles; they are `release-<tag>-<os>-<arch>` or the like.',
    });
  }
  return symbolsOfBundle(bundle, store.objects).map((found) => ({
    wanted: { name: found.key, key: { hex: found.key, from: 'gnu' } },
    store,
    found,
  }));
}
