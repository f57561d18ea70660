import {
  type BundleFacts,
  type BundleReceipt,
  buildTime,
  putBundle,
  type SymbolStore,
} from '@gosymbols/symbols';
import type { Published } from './publish-all.ts';

/** One bundle for each platform of what was published. */
export async function publishBundles(
  store: SymbolStore,
  published: readonly Published[],
  facts: Pick<BundleFacts, 'toolVersion' | 'subject' | 'source'> & {
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<readonly BundleReceipt[]> {
  const { env, ...rest } = facts;
  const platforms = Map.groupBy(
    published,
    ({ file: { symbols } }) => `${symbols.platform.os}/${symbols.platform.architecture}`,
  );
  const receipts: BundleReceipt[] = [];
  for (const members of platforms.values()) {
    const [first] = members;
    if (first === undefined) continue;
    const found = await Promise.all(members.map(({ file }) => store.find(file.key)));
    receipts.push(
      await putBundle(
        store,
        { ...rest, platform: first.file.symbols.platform, time: buildTime(env) },
        found.filter((symbols) => symbols !== undefined),
      ),
    );
  }
  return receipts;
}
