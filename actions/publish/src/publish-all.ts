import type { Host } from '@gosymbols/host';
import { type PublishReceipt, type SymbolStore, spellSize } from '@gosymbols/symbols';
import type { Publishable } from './publishables.ts';

export interface Published {
  readonly file: Publishable;
  readonly receipt: PublishReceipt;
}

/** Debug files on their way at once: one is compressed while another is sent. */
const PARALLEL = 3;

/** Publishes every file; the first failure stops what has not begun, and is thrown when the rest has ended. */
export async function publishAll(
  store: SymbolStore,
  files: readonly Publishable[],
  host: Host,
): Promise<readonly Published[]> {
  if (files.length === 0) return [];
  const progress = host.progress(`publishing to ${store.objects.name}`);
  const results = new Map<Publishable, PublishReceipt>();
  const failures: unknown[] = [];
  let sent = 0;
  const show = (): void => progress.update(`${results.size} of ${files.length}, ${spellSize(sent)} sent`);
  const queue = [...files];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined && failures.length === 0; file = queue.shift()) {
      host.signal.throwIfAborted();
      const receipt = await store.put(file.symbols, (bytes) => {
        sent += bytes;
        show();
      });
      results.set(file, receipt);
      show();
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(PARALLEL, files.length) }, () =>
      work().catch((error) => failures.push(error)),
    ),
  );
  if (failures.length > 0) {
    progress.failed(`${results.size} of ${files.length} are published`);
    throw failures[0];
  }
  const there = [...results.values()].filter(({ existed }) => existed).length;
  progress.done(`${files.length - there} stored (${spellSize(sent)}), ${there} there already`);
  return files.flatMap((file) => {
    const receipt = results.get(file);
    return receipt === undefined ? [] : [{ file, receipt }];
  });
}
