import type { Host, Inputs, Json, Outcome, Verb } from '@gosymbols/host';
import { VERSION } from '@gosymbols/record';
import {
  type EphemeralTag,
  listEphemeral,
  openSymbolStore,
  type SymbolStore,
  withLogin,
} from '@gosymbols/symbols';
import spec from '../action.yml';
import { pruneText } from './prune-text.ts';

export interface Pruned extends EphemeralTag {
  readonly why: 'expired' | 'labelled' | undefined;
  readonly deleted: boolean;
}

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const storeText = inputs.text('store') ?? '';
  const world = withLogin(host, inputs, [storeText]);
  const store = openSymbolStore(storeText, world, { toolVersion: VERSION });
  const [labels, dryRun] = [inputs.list('label'), inputs.flag('dry-run')];
  await store.objects.assertReadable();
  const pruned = await pruneAll(store, { labels, dryRun, now: host.now().getTime() / 1000 }, host);
  return {
    outputs: {
      deleted: pruned.filter(({ deleted }) => deleted).length,
      kept: pruned.filter(({ why }) => why === undefined).length,
      symbols: pruned.map(
        ({ tag, label, expires, binary, digest, deleted }): Json => ({
          tag,
          label,
          expires: Number.isFinite(expires) ? new Date(expires * 1000).toISOString() : null,
          binary,
          digest,
          deleted,
        }),
      ),
    },
    text: pruneText(pruned, storeText, dryRun),
  };
}

/** All are listed before the first is deleted: registries page their lists by the last tag that was seen. */
async function pruneAll(
  store: SymbolStore,
  how: { readonly labels: readonly string[]; readonly dryRun: boolean; readonly now: number },
  host: Host,
): Promise<readonly Pruned[]> {
  const found: EphemeralTag[] = [];
  for await (const one of listEphemeral(store)) {
    host.signal.throwIfAborted();
    found.push(one);
  }
  const pruned: Pruned[] = [];
  for (const one of found) {
    host.signal.throwIfAborted();
    const why = how.labels.includes(one.label) ? 'labelled' : one.expires <= how.now ? 'expired' : undefined;
    const deleted = why !== undefined && !how.dryRun && (await store.objects.deleteTag(one.tag));
    pruned.push({ ...one, why, deleted });
  }
  return pruned;
}

export const verb: Verb = { name: 'prune', spec, run };
