import type { Descriptor } from '@gosymbols/oci';
import { compareQuality, spellQuality } from '../artifact/debug-quality.ts';
import type { FoundSymbols } from '../artifact/found-symbols.ts';
import { contentOfLayer } from '../artifact/layer-annotations.ts';
import { SymbolError } from '../symbol-error.ts';
import { contentsOf, type NewSymbols } from './new-symbols.ts';

/** How a store stands to a debug file that would be published. */
export type Standing =
  | { readonly is: 'absent' }
  /**
   * `incomplete`: the same debug file, but a layer is missing. `renewed`: the same, to be kept longer. `poorer`: another
   * debug file of the same build that tells less. `better`: one that tells more. `different`: a debug file of another
   * build, or one that cannot be compared.
   */
  | { readonly is: Relation; readonly found: FoundSymbols };

type Relation = 'equal' | 'incomplete' | 'renewed' | 'poorer' | 'better' | 'different';

/** Compares what the store has with what would be published. */
export async function standingTo(
  symbols: NewSymbols,
  found: FoundSymbols | undefined,
  isThere: (blob: Descriptor) => Promise<boolean>,
): Promise<Standing> {
  if (found === undefined) return { is: 'absent' };
  if (found.debug.digest !== symbols.debug.digest) return { is: relationOf(symbols, found), found };
  const there = found.layers.map(contentOfLayer);
  const wants = contentsOf(symbols).every((content) => there.includes(content));
  const blobs = await Promise.all([found.config, ...found.layers].map(isThere));
  if (!wants || !blobs.every(Boolean)) return { is: 'incomplete', found };
  const { ephemeral } = symbols;
  const keptLonger =
    ephemeral !== undefined && found.ephemeral !== undefined && found.ephemeral.expires < ephemeral.expires;
  return { is: keptLonger ? 'renewed' : 'equal', found };
}

function relationOf(symbols: NewSymbols, found: FoundSymbols): Relation {
  const { go, constant } = symbols.identities;
  const sameBuild = go !== undefined && go === found.go && constant === undefined;
  if (!sameBuild || symbols.quality === undefined || found.quality === undefined) return 'different';
  const order = compareQuality(symbols.quality, found.quality);
  return order === 0 ? 'different' : order > 0 ? 'poorer' : 'better';
}

/** Why a standing forbids to publish; undefined where it does not. */
export function refusal(symbols: NewSymbols, standing: Standing, store: string): SymbolError | undefined {
  if (standing.is === 'better') {
    const { found } = standing;
    const quality = (of: Pick<NewSymbols, 'quality'>): string =>
      of.quality === undefined ? 'unknown' : spellQuality(of.quality);
    return new SymbolError(
      `${symbols.binary}: ${found.tag} has a better debug file there (${found.debug.digest}: ${quality(found)}) than this one (${symbols.debug.digest}: ${quality(symbols)})`,
      {
        kind: 'request',
        code: 'SYMBOLS_POORER',
        file: store,
        next: 'Keep the one that is there; split the binary as the build left it, before anything was stripped.',
      },
    );
  }
  if (standing.is !== 'different') return undefined;
  const { found } = standing;
  return new SymbolError(
    `${symbols.binary}: ${found.tag} stands for debug file ${found.debug.digest} of ${found.binary ?? 'an unnamed binary'}${found.go === undefined ? '' : ` (Go ID ${found.go})`} there, this one is ${symbols.debug.digest}${symbols.identities.go === undefined ? '' : ` (Go ID ${symbols.identities.go})`}`,
    {
      kind: 'request',
      code: 'SYMBOLS_DIFFER',
      file: store,
      next: 'Two builds must not share a build ID: split with --build-ids repair, or delete the old tag if it is wrong.',
    },
  );
}
