import { hexOf, STATEMENT_TYPE, type Statement, type Subject } from './statement.ts';

/** docs/provenance.md describes it, docs/provenance.schema.json is its JSON schema. */
export const DEBUG_SYMBOLS_V1 =
  'https://github.com/gosymbols/gosymbols/blob/main/docs/provenance.md#debug-symbols-v1';

export interface NamedDigest {
  readonly name: string;
  /** `sha256:<hex>` */
  readonly digest: string;
}

/** One binary that ships and the debug file that belongs to it. */
export interface DebugPair {
  readonly binary: NamedDigest;
  readonly debug: NamedDigest;
  /** The file that was split into the two. */
  readonly original: { readonly digest: string };
  readonly platform?: { readonly os: string; readonly architecture: string } | undefined;
  readonly buildIds: {
    readonly gnu?: string | undefined;
    readonly go?: string | undefined;
    readonly file: string;
  };
  /** Claims of the split proof that held. */
  readonly proof: readonly string[];
}

export interface DebugSymbols {
  readonly tool: { readonly name: string; readonly version: string };
  readonly source?:
    | {
        readonly repository?: string | undefined;
        readonly commit?: string | undefined;
        readonly ref?: string | undefined;
      }
    | undefined;
  readonly pairs: readonly DebugPair[];
  /** The image that the binaries are shipped in. */
  readonly image?: NamedDigest | undefined;
}

/** Binaries, debug files and the image, as subjects: what is signed is bound to all of them by digest. */
export function debugSymbolsStatement(facts: DebugSymbols): Statement {
  return {
    _type: STATEMENT_TYPE,
    subject: subjectsOf(facts),
    predicateType: DEBUG_SYMBOLS_V1,
    predicate: facts,
  };
}

function subjectsOf({ pairs, image }: DebugSymbols): readonly Subject[] {
  const named = [
    ...pairs.flatMap(({ binary, debug }) => [binary, debug]),
    ...(image === undefined ? [] : [image]),
  ];
  const unique = new Map(named.map((one) => [`${one.name} ${one.digest}`, one]));
  // Names come from file names; in a file of checksums a line break would begin another subject.
  return [...unique.values()].map(({ name, digest }) => ({
    name: name.replaceAll(/\p{Cc}/gu, '_'),
    digest: { sha256: hexOf(digest) },
  }));
}

/**
 * What a predicate of ours says of a binary: the digests of its debug files. Undefined for a predicate of another type or
 * shape, which says nothing of pairs.
 */
export function debugDigestsOf(statement: Statement, binary: string): readonly string[] | undefined {
  if (statement.predicateType !== DEBUG_SYMBOLS_V1) return undefined;
  const pairs = (statement.predicate as Partial<DebugSymbols> | undefined)?.pairs;
  if (!Array.isArray(pairs)) return [];
  return (pairs as readonly Partial<DebugPair>[]).flatMap((pair) =>
    pair?.binary?.digest === binary && typeof pair.debug?.digest === 'string' ? [pair.debug.digest] : [],
  );
}
