import { RequestError } from '@gosymbols/host';
import { type Document, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { stripsSymbols, keepSymbols as symbolFlags } from '../go/strip-flags.ts';
import type { StripFlags } from '../request.ts';
import { type Build, readDocument, shapeOf } from './read-config.ts';

/** GoReleaser's own, where a build names none (internal/builders/golang). */
const DEFAULT_LDFLAGS = [
  '-s -w -X main.version={{.Version}} -X main.commit={{.Commit}} -X main.date={{.Date}} -X main.builtBy=goreleaser',
];

export interface Overlay {
  /** The whole configuration to run with. */
  readonly text: string;
  /** Builds whose linker flags drop symbols: their ids, or their place in the list. */
  readonly stripping: readonly string[];
  readonly ids: readonly string[];
  /** Folder of the outputs, as the configuration spells it. */
  readonly dist: string;
}

/**
 * A copy of the user's configuration in which every Go build keeps its symbols. Worked out on the document, not on its
 * values: comments, anchors and `0644` stay as they are.
 * @param file used in messages only
 * @throws RequestError when it is not YAML, or with `fail` where a build drops symbols
 */
export function overlayOf(source: string, file: string, rule: StripFlags): Overlay {
  const document = readDocument(source, file);
  const { config, builds } = shapeOf(document, file);
  const stripping = builds.flatMap((build, index) =>
    isGo(build) && drops(build) ? [build.id ?? `builds[${index}]`] : [],
  );
  if (rule === 'fail' && stripping.length > 0) throw dropsSymbols(file, stripping);
  if (rule === 'remove') keepSymbols(document, builds);
  return {
    text: rule === 'remove' ? document.toString({ lineWidth: 0 }) : source,
    stripping,
    ids: builds.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])),
    dist: typeof config.dist === 'string' && config.dist !== '' ? config.dist : 'dist',
  };
}

function keepSymbols(document: Document, builds: readonly Build[]): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  const list = document.get('builds');
  if (!isSeq(list) || list.items.length === 0)
    document.set('builds', document.createNode(builds.map(() => ({}))));
  for (const [index, build] of builds.entries()) {
    if (!isGo(build)) continue;
    // Set on the build itself: what an alias or a merge key brings in would be changed where it is defined.
    setFlags(document, ['builds', index], build.ldflags ?? []);
    for (const [position, override] of (build.overrides ?? []).entries()) {
      if (override.ldflags !== undefined)
        setFlags(document, ['builds', index, 'overrides', position], override.ldflags);
    }
  }
}

function setFlags(
  document: Document,
  path: readonly (string | number)[],
  given: string | readonly string[],
): void {
  const list = listOf(given).length === 0 ? DEFAULT_LDFLAGS : listOf(given);
  const target = document.getIn(path) as unknown;
  const flags = document.createNode([...list, symbolFlags(list.join(' '))]);
  if (isMap(target)) replaceFlags(target, flags);
  else document.setIn(path, document.createNode({ ldflags: flags }));
}

/** An anchor stays: others may refer to it. */
function replaceFlags(owner: YAMLMap, flags: YAMLSeq): void {
  const before = owner.get('ldflags', true) as unknown;
  if ((isSeq(before) || isScalar(before)) && before.anchor !== undefined) flags.anchor = before.anchor;
  owner.set('ldflags', flags);
}

function drops(build: Build): boolean {
  const own = listOf(build.ldflags);
  const lists = [
    own.length === 0 ? DEFAULT_LDFLAGS : own,
    ...(build.overrides ?? []).map((o) => listOf(o.ldflags)),
  ];
  return lists.some((list) => stripsSymbols(list.join(' ')));
}

/** GoReleaser builds Rust, Zig and others too. */
function isGo(build: Build): boolean {
  return build.builder === undefined || build.builder === '' || build.builder === 'go';
}

function listOf(flags: string | readonly string[] | null | undefined): readonly string[] {
  if (flags === null || flags === undefined) return [];
  return typeof flags === 'string' ? [flags] : flags;
}

function dropsSymbols(file: string, builds: readonly string[]): RequestError {
  return new RequestError(`${file}: linker flags of ${builds.join(', ')} drop symbols (-s, -w)`, {
    code: 'STRIP_FLAGS',
    next: 'Name `ldflags` without -s and -w (the default has both), or set strip-flags to remove.',
  });
}
