import { isAbsolute, normalize } from 'node:path';
import { RequestError } from '@gosymbols/host';
import { type Document, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { stripsSymbols, keepSymbols as symbolFlags } from '../go/strip-flags.ts';
import type { StripFlags } from '../request.ts';
import type { HookOptions } from './hook-line.ts';
import { addRelease, ownHooks } from './overlay-release.ts';
import { ownNode } from './own-node.ts';
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
  /** Folder of what the hooks make, relative to where GoReleaser runs; undefined in a run without them. */
  readonly hookFolder: string | undefined;
  /** There are images that `ko` builds, from the sources once more. */
  readonly hasKo: boolean;
}

/** What to make of the user's configuration. */
export interface Changes {
  /** Used in messages only. */
  readonly file: string;
  readonly stripFlags: StripFlags;
  /** For a release: how to split in a hook. */
  readonly hook?: Omit<HookOptions, 'folder'>;
}

/**
 * A copy of the user's configuration in which every Go build keeps its symbols and, for a release, is split before it is
 * packed. Worked out on the document, not on its values: comments, anchors and `0644` stay as they are.
 * @throws RequestError when it is not YAML, or with `fail` where a build drops symbols
 */
export function overlayOf(source: string, { file, stripFlags, hook }: Changes): Overlay {
  const document = readDocument(source, file);
  const shape = shapeOf(document, file);
  const { config, builds } = shape;
  const stripping = builds.flatMap((build, index) =>
    build.isGo && drops(build) ? [build.id ?? `builds[${index}]`] : [],
  );
  if (stripFlags === 'fail' && stripping.length > 0) throw dropsSymbols(file, stripping);
  const own = hook === undefined ? undefined : ownHooks(builds);
  const adds = hook !== undefined && own === undefined;
  const folder = own ?? (adds ? `${config.dist.replace(/\/+$/, '')}/gosymbols` : undefined);
  if (adds && isOutside(config.dist)) throw distOutside(file, config.dist);
  if (stripFlags === 'remove' || adds) nameBuilds(document, builds);
  if (stripFlags === 'remove') keepSymbols(document, shape);
  if (adds && folder !== undefined) addRelease(document, shape, { ...hook, folder });
  return {
    text: stripFlags === 'remove' || adds ? document.toString({ lineWidth: 0 }) : source,
    stripping,
    ids: builds.flatMap(({ id }) => (id === undefined ? [] : [id])),
    dist: config.dist,
    hookFolder: folder,
    hasKo: config.kos.length > 0,
  };
}

/** A file without builds has one with all defaults. */
function nameBuilds(document: Document, builds: readonly Build[]): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  ownNode(document, ['builds']);
  const list = document.get('builds');
  if (!isSeq(list) || list.items.length === 0)
    document.set('builds', document.createNode(builds.map(() => ({}))));
}

function keepSymbols(document: Document, { config, builds }: ReturnType<typeof shapeOf>): void {
  for (const [index, build] of builds.entries()) {
    if (!build.isGo) continue;
    // Set on the build itself: what an alias or a merge key brings in would be changed where it is defined.
    setFlags(document, ['builds', index], build.ldflags ?? []);
    for (const [position, override] of build.overrides.entries()) {
      if (override.ldflags !== undefined)
        setFlags(document, ['builds', index, 'overrides', position], override.ldflags);
    }
  }
  // ko builds for itself, and takes the flags of the build that it is for: its images are not split.
  for (const [index, ko] of config.kos.entries()) {
    const build =
      builds.find(({ id }) => id === (ko.build ?? ko.id)) ?? (builds.length === 1 ? builds[0] : undefined);
    if (ko.ldflags || build === undefined) continue;
    ownNode(document, ['kos', index]);
    document.setIn(['kos', index, 'ldflags'], document.createNode(flagsOf(build)));
  }
}

function setFlags(
  document: Document,
  path: readonly (string | number)[],
  given: string | readonly string[],
): void {
  const list = flagsOf({ ldflags: given });
  ownNode(document, path);
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
  const lists = [flagsOf(build), ...build.overrides.map(({ ldflags }) => listOf(ldflags))];
  return lists.some((list) => stripsSymbols(list.join(' ')));
}

/** Those that GoReleaser links with. */
function flagsOf({ ldflags }: Pick<Build, 'ldflags'>): readonly string[] {
  const own = listOf(ldflags);
  return own.length === 0 ? DEFAULT_LDFLAGS : own;
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

/** GoReleaser's archives take files from below the folder that it runs in only. */
function isOutside(dist: string): boolean {
  return isAbsolute(dist) || normalize(dist).startsWith('..');
}

function distOutside(file: string, dist: string): RequestError {
  return new RequestError(`${file}: \`dist: ${dist}\` is outside the project`, {
    code: 'DIST_OUTSIDE',
    next: 'Name a folder in the project: GoReleaser packs the debug files from there.',
  });
}
