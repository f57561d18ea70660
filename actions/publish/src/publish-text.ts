import { type BundleReceipt, spellSize } from '@gosymbols/symbols';
import type { Published } from './publish-all.ts';

/** What a person reads at the end. */
export function publishText(
  store: string,
  published: readonly Published[],
  bundles: readonly BundleReceipt[],
): string {
  if (published.length === 0)
    return `Nothing to publish to ${store}: no binary of the index has a debug file.`;
  const width = Math.max(...published.map(({ file }) => file.name.length));
  const lines = published.map(({ file, receipt }) => {
    const what = receipt.existed ? 'was there already' : `stored, ${spellSize(receipt.layerBytes)}`;
    return `  ${file.name.padEnd(width)}  ${receipt.tag}  ${what}`;
  });
  const [first] = published;
  return [
    `Symbols of ${published.length} ${published.length === 1 ? 'binary' : 'binaries'} are in ${store}`,
    ...lines,
    ...bundles.map(
      ({ tag, platform, members }) => `  bundle of ${platform}: ${tag} (${members} debug files)`,
    ),
    '',
    `Fetch one back: gosymbols fetch --store ${store} --build-id ${first?.file.key.hex}`,
  ].join('\n');
}
