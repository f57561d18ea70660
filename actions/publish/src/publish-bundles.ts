import { type BundleFacts, type BundleReceipt, putBundle, type SymbolStore } from '@gosymbols/symbols';
import type { Published } from './publish-all.ts';

/** One bundle for each platform of what was published. */
export async function publishBundles(
  store: SymbolStore,
  published: readonly Published[],
  facts: Omit<BundleFacts, 'platform'>,
): Promise<readonly BundleReceipt[]> {
  const platforms = Map.groupBy(
    published,
    ({ file: { symbols } }) => `${symbols.platform.os}/${symbols.platform.architecture}`,
  );
  const receipts: BundleReceipt[] = [];
  for (const members of platforms.values()) {
    const [first] = members;
    if (first === undefined) continue;
    const found = await Promise.all(
      members.map(({ file, receipt }) => store.findTagged(file.key, receipt.tag)),
    );
    const symbols = found.filter((one) => one !== undefined);
    receipts.push(await putBundle(store, { ...facts, platform: first.file.symbols.platform }, symbols));
  }
  return receipts;
}
