import type { Pruned } from './verb.ts';

/** What a person reads at the end. */
export function pruneText(pruned: readonly Pruned[], store: string, dryRun: boolean): string {
  if (pruned.length === 0) return `No ephemeral symbols in ${store}`;
  const going = pruned.filter(({ why }) => why !== undefined).length;
  return [
    `${going} of ${pruned.length} ephemeral tags ${dryRun ? 'would be' : 'were'} deleted from ${store}`,
    ...pruned.map(({ tag, label, binary, expires, why }) => {
      const when = Number.isFinite(expires) ? new Date(expires * 1000).toISOString().slice(0, 10) : 'never';
      return `  ${why === undefined ? 'kept   ' : 'deleted'}  ${label}  expires ${when}  ${tag}  ${binary}`;
    }),
  ].join('\n');
}
