import type { Outcome } from '@gosymbols/host';
import { type SymbolStore, spellSize, tagOfKey } from '@gosymbols/symbols';
import type { Publishable } from './publishables.ts';

const WORDS = {
  absent: 'would be stored',
  incomplete: 'would be stored again (its layer is missing)',
  equal: 'is there already',
  different: 'would be REFUSED: another debug file is there',
} as const;

/** What `publish` would do to each file. Reads the store, writes nothing. */
export async function dryRun(store: SymbolStore, files: readonly Publishable[]): Promise<Outcome> {
  const rows = await Promise.all(
    files.map(async ({ name, key, symbols }) => {
      const standing = await store.standingOf(symbols);
      return {
        name,
        tag: tagOfKey(key),
        debugDigest: symbols.debug.digest,
        debugBytes: symbols.debug.size,
        standing: standing.is,
      };
    }),
  );
  const stored = rows.filter(({ standing }) => standing === 'absent' || standing === 'incomplete');
  const lines = rows.map(
    ({ name, tag, debugBytes, standing }) =>
      `  ${name}  ${tag}  ${spellSize(debugBytes)} of debug file: ${WORDS[standing]}`,
  );
  return {
    outputs: {
      published: 0,
      existing: rows.filter(({ standing }) => standing === 'equal').length,
      'stored-bytes': 0,
      receipts: [],
      bundles: [],
    },
    document: { dryRun: true, store: store.objects.name, files: rows },
    text: [
      `Dry run: ${stored.length} of ${rows.length} debug files would go to ${store.objects.name}`,
      ...lines,
    ].join('\n'),
  };
}
