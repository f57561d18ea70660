import type { OciPlatform } from '@gosymbols/oci';
import type { SymbolFacts } from '../artifact/debug-manifest.ts';
import type { DebugQuality } from '../artifact/debug-quality.ts';
import type { Ephemeral } from '../artifact/ephemeral.ts';
import type { LayerContent } from '../artifact/layer-annotations.ts';
import type { Identities } from '../artifact/symbol-key.ts';
import type { MadeLayer } from '../layer/make-layer.ts';

/** One debug file to publish. */
export interface NewSymbols {
  readonly path: string;
  /** As the split recorded it; compared while the file is read. */
  readonly debug: { readonly digest: string; readonly size: number };
  readonly identities: Identities;
  readonly binary: string;
  readonly platform: OciPlatform;
  readonly source?: SymbolFacts['source'];
  readonly quality?: DebugQuality | undefined;
  /** Published to be pruned later. */
  readonly ephemeral?: Ephemeral | undefined;
  /** The stripped binary, as a second layer. */
  readonly executable?: { readonly path: string; readonly digest: string; readonly size: number } | undefined;
  /** A layer of sources, made once for all binaries of a release; its maker disposes it. */
  readonly sources?: MadeLayer | undefined;
}

/** The layers that an artifact of these symbols has. */
export function contentsOf(symbols: Pick<NewSymbols, 'executable' | 'sources'>): readonly LayerContent[] {
  return [
    'debug',
    ...(symbols.executable === undefined ? [] : (['executable'] as const)),
    ...(symbols.sources === undefined ? [] : (['source'] as const)),
  ];
}
