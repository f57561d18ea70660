import { type Digest, digestOfBytes, parseDigest } from '@gosymbols/oci';
import { debugManifest, type LayerFacts, type ManifestDraft } from '../artifact/debug-manifest.ts';
import { contentOfLayer, LAYER_CONTENTS, type LayerContent } from '../artifact/layer-annotations.ts';
import { buildIdPath, executablePath, symbolKeyOf } from '../artifact/symbol-key.ts';
import { type GrowingLayer, type LayerCompression, type MadeLayer, startLayer } from '../layer/make-layer.ts';
import { DEBUG_ROOT, type TarFile } from '../layer/write-tar.ts';
import type { NewSymbols } from './new-symbols.ts';

export interface ArtifactOptions {
  readonly toolVersion: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly compression: LayerCompression;
  readonly tempDir: string;
}

/** An artifact with everything that is to be stored for it. Disposing removes the layers that were made for it. */
export interface Artifact extends AsyncDisposable {
  readonly layers: readonly MadeLayer[];
  readonly draft: ManifestDraft;
  /** Of the manifest. */
  readonly digest: Digest;
}

/** An artifact whose layers are being made. Disposing stops that, and removes them. */
export interface GrowingArtifact extends AsyncDisposable {
  readonly layers: readonly GrowingLayer[];
  /** Needs no disposal of its own. */
  readonly made: Promise<Artifact>;
}

/**
 * Makes layers, config and manifest. The same symbols and options give the same bytes.
 * @param there layers that a store has already beyond those of `symbols`: they are kept
 * @throws SymbolError `DEBUG_FILE_CHANGED`
 */
export async function makeArtifact(
  symbols: NewSymbols,
  options: ArtifactOptions,
  there: readonly LayerFacts[] = [],
): Promise<Artifact> {
  const artifact = startArtifact(symbols, options, there);
  try {
    return await artifact.made;
  } catch (error) {
    await artifact[Symbol.asyncDispose]();
    throw error;
  }
}

/** Begins to make it: `made` fails as `makeArtifact` does. */
export function startArtifact(
  symbols: NewSymbols,
  options: ArtifactOptions,
  there: readonly LayerFacts[] = [],
): GrowingArtifact {
  const layers = filesOf(symbols).map(({ content, file }) =>
    startLayer({ content, files: [file], ...options }),
  );
  const dispose = async (): Promise<void> => {
    for (const layer of layers) await layer[Symbol.asyncDispose]();
  };
  const made = Promise.all(layers.map((layer) => layer.made)).then((own): Artifact => {
    const all = symbols.sources === undefined ? own : [...own, symbols.sources];
    const byContent = new Map<LayerContent | undefined, LayerFacts>(
      [...there, ...all].map((layer) => [contentOfLayer(layer.descriptor), layer]),
    );
    const ordered = LAYER_CONTENTS.flatMap((content) => byContent.get(content) ?? []);
    const draft = debugManifest(factsOf(symbols, options), ordered);
    return { layers: all, draft, digest: digestOfBytes(draft.bytes), [Symbol.asyncDispose]: dispose };
  });
  // It tells whoever waits; nobody has to.
  made.catch(() => undefined);
  return { layers, made, [Symbol.asyncDispose]: dispose };
}

/** What the manifest says of `symbols`. */
export function factsOf(
  symbols: NewSymbols,
  { toolVersion, time }: Pick<ArtifactOptions, 'toolVersion' | 'time'>,
): Parameters<typeof debugManifest>[0] {
  const { binary, identities, platform, source, quality, ephemeral } = symbols;
  return {
    key: symbolKeyOf(identities),
    identities,
    debug: { digest: parseDigest(symbols.debug.digest, symbols.path), size: symbols.debug.size },
    binary,
    platform,
    toolVersion,
    time,
    quality,
    ephemeral,
    ...(source === undefined ? {} : { source }),
  };
}

function filesOf(symbols: NewSymbols): { readonly content: LayerContent; readonly file: TarFile }[] {
  const { hex } = symbolKeyOf(symbols.identities);
  const file = (
    of: { readonly path: string; readonly size: number; readonly digest: string },
    name: string,
  ): TarFile & { readonly digest: Digest } => ({
    path: of.path,
    name: `${DEBUG_ROOT}/${name}`,
    size: of.size,
    digest: parseDigest(of.digest, of.path),
  });
  const debug = { path: symbols.path, ...symbols.debug };
  return [
    { content: 'debug', file: file(debug, buildIdPath(hex)) },
    ...(symbols.executable === undefined
      ? []
      : [
          {
            content: 'executable' as const,
            file: { ...file(symbols.executable, executablePath(hex)), executable: true },
          },
        ]),
  ];
}
