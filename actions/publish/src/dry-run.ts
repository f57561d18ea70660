import type { Host, Outcome } from '@gosymbols/host';
import {
  type BundleFacts,
  type BundleMember,
  draftBundle,
  refusal,
  type Standing,
  type SymbolStore,
  spellSize,
  tagOfKey,
} from '@gosymbols/symbols';
import type { Publishable } from './publishables.ts';

const WORDS: Readonly<Record<Standing['is'], string>> = {
  absent: 'would be stored',
  incomplete: 'would be stored again: a layer is missing',
  renewed: 'would be kept longer',
  poorer: 'would replace a poorer one',
  equal: 'is there already',
  better: 'would be REFUSED: a better debug file is there',
  different: 'would be REFUSED: another debug file is there',
};

interface Row {
  readonly name: string;
  readonly tag: string;
  readonly standing: Standing['is'];
  readonly debugDigest: string;
  readonly debugBytes: number;
  /** Of the manifest that would be stored, or that is there. */
  readonly digest: string | undefined;
  readonly layers: readonly { readonly digest: string; readonly size: number; readonly there: boolean }[];
  readonly platform: { readonly os: string; readonly architecture: string };
  readonly member: BundleMember | undefined;
}

/** What `publish` would do to each file. Layers are made, so that digests are known; the store is only read. */
export async function dryRun(
  store: SymbolStore,
  files: readonly Publishable[],
  facts: Omit<BundleFacts, 'platform'>,
  host: Host,
): Promise<Outcome> {
  const rows: Row[] = [];
  for (const file of files) {
    host.signal.throwIfAborted();
    rows.push(await rowOf(store, file));
  }
  const refused = rows.some(({ member }) => member === undefined);
  const bundles = refused ? [] : await bundlesOf(store, rows, facts);
  const sent = rows.flatMap(({ layers }) => layers.filter(({ there }) => !there));
  const bytes = sent.reduce((sum, { size }) => sum + size, 0);
  const fresh = rows.filter(({ layers }) => layers.length > 0).length;
  return {
    outputs: {
      published: 0,
      existing: rows.filter(({ standing }) => standing === 'equal').length,
      'stored-bytes': 0,
      receipts: [],
      bundles: [],
    },
    document: {
      dryRun: true,
      store: store.objects.name,
      bytes,
      files: rows.map(({ member: _member, platform: _platform, ...row }) => row),
      bundles,
    },
    text: [
      `Dry run: ${fresh} of ${rows.length} debug files would go to ${store.objects.name}, ${spellSize(bytes)}`,
      ...rows.flatMap(textOf),
      ...bundles.map(({ tag, digest, members }) => `  bundle ${tag} (${members} debug files)  ${digest}`),
    ].join('\n'),
  };
}

async function rowOf(store: SymbolStore, { name, key, symbols }: Publishable): Promise<Row> {
  const standing = await store.standingOf(symbols);
  const row = {
    name,
    tag: tagOfKey(key, symbols.ephemeral === undefined ? 'release' : 'ephemeral'),
    standing: standing.is,
    debugDigest: symbols.debug.digest,
    debugBytes: symbols.debug.size,
    platform: symbols.platform,
  };
  if (refusal(symbols, standing, store.objects.name) !== undefined) {
    return { ...row, digest: undefined, layers: [], member: undefined };
  }
  if (standing.is === 'equal' || standing.is === 'renewed') {
    const { found } = standing;
    return { ...row, tag: found.tag, digest: found.digest, layers: [], member: await store.memberOf(found) };
  }
  await using artifact = await store.prepare(symbols, standing);
  const layers = await Promise.all(
    artifact.layers.map(async ({ descriptor: { digest, size } }) => ({
      digest,
      size,
      there: await store.objects.hasBlob({ digest, size }),
    })),
  );
  const [first] = artifact.layers;
  return {
    ...row,
    digest: artifact.digest,
    layers,
    member: first && { key: key.hex, descriptor: first.descriptor, diffId: first.diffId },
  };
}

async function bundlesOf(
  store: SymbolStore,
  rows: readonly Row[],
  facts: Omit<BundleFacts, 'platform'>,
): Promise<{ readonly tag: string; readonly digest: string; readonly members: number }[]> {
  const platforms = Map.groupBy(rows, ({ platform }) => `${platform.os}/${platform.architecture}`);
  const drafts = [];
  for (const members of platforms.values()) {
    const [first] = members;
    if (first === undefined) continue;
    const ours = members.flatMap(({ member }) => member ?? []);
    const {
      tag,
      digest,
      members: all,
    } = await draftBundle(store, { ...facts, platform: first.platform }, ours);
    drafts.push({ tag, digest, members: all.length });
  }
  return drafts;
}

function textOf({ name, tag, standing, digest, layers }: Row): string[] {
  return [
    `  ${name}  ${tag}  ${WORDS[standing]}`,
    ...layers.map(
      (layer) => `    layer ${layer.digest}  ${spellSize(layer.size)}${layer.there ? ', there already' : ''}`,
    ),
    ...(layers.length === 0 ? [] : [`    manifest ${digest}`]),
  ];
}
