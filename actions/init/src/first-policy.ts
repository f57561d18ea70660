import { basename, dirname, relative, resolve } from 'node:path';
import type { BinaryFacts } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import type { SizeReport } from '@gosymbols/size';
import { Document, type YAMLMap } from 'yaml';

/** A Go program that was measured. `path` as the user would write it. */
export interface Seen {
  readonly path: string;
  readonly facts: BinaryFacts;
  readonly size: SizeReport;
}

export interface FirstPolicyOptions {
  /** Where the policy will be, from `cwd`: globs are relative to its folder. */
  readonly path: string;
  /** Percent over what was measured. */
  readonly headroom: number;
  readonly mode: 'audit' | 'enforce';
  readonly cwd: string;
}

type Strip = 'all' | 'dwarf' | 'none';

/** Text of a policy by which all of `seen` pass as they are. */
export function firstPolicy(
  seen: readonly Seen[],
  options: FirstPolicyOptions,
): { readonly text: string; readonly artifacts: number } {
  const folder = dirname(resolve(options.cwd, options.path));
  const groups = [...Map.groupBy(seen, ({ path }) => basename(path).replace(/[^\w.-]/g, '-'))];
  const profiles = new Map<string, object>();
  const artifacts = groups.map(([name, builds]) => {
    const profile = profileOf(builds);
    if (profile !== undefined) profiles.set(profile.name, profile.settings);
    return {
      name,
      path: globOf(builds.map(({ path }) => relative(folder, resolve(options.cwd, path)))),
      ...(profile && { profile: profile.name }),
      budget: {
        disk: {
          max: limitOf(
            builds.map(({ size }) => size.disk),
            options.headroom,
          ),
        },
        wire: {
          max: limitOf(
            builds.map(({ size }) => size.wire?.bytes ?? 0),
            options.headroom,
          ),
          severity: 'warn',
        },
      },
    };
  });
  const document = new Document({
    version: 1,
    mode: options.mode,
    ...(profiles.size > 0 && { profiles: Object.fromEntries(profiles) }),
    artifacts,
  });
  document.commentBefore =
    ' What must hold of the Go binaries of this repository. Written by `gosymbols init` from what it\n measured; docs/policy.md of gosymbols explains every key.';
  flowSmallMaps(document);
  return {
    text: document.toString({ lineWidth: 120, flowCollectionPadding: true }),
    artifacts: artifacts.length,
  };
}

const UNIT = 1024;

/** Whole KiB, above the largest. */
function limitOf(sizes: readonly number[], headroom: number): string {
  return `${Math.ceil((Math.max(...sizes) * (1 + headroom / 100)) / UNIT)}KiB`;
}

/** One glob for all builds of a name: their own path where there is one, otherwise any folder below what they share. */
function globOf(paths: readonly string[]): string {
  const spelled = paths.map((path) => path.replaceAll('\\', '/'));
  const [first = ''] = spelled;
  if (spelled.length === 1) return escaped(first);
  const folders = spelled.map((path) => path.split('/').slice(0, -1));
  const shared = (folders[0] ?? []).filter((name, index) =>
    folders.every(
      (folder) =>
        folder.slice(0, index + 1).join('/') === (folders[0] ?? []).slice(0, index).concat(name).join('/'),
    ),
  );
  return [...shared.map(escaped), '**', escaped(basename(first))].join('/');
}

function escaped(text: string): string {
  return text.replace(/[*?[\]{}()!+@]/g, '?');
}

/** What all builds of a name have in common; undefined where that is nothing to ask for. */
function profileOf(builds: readonly Seen[]): { name: string; settings: object } | undefined {
  const kinds = new Set(builds.map(({ facts }) => stripOf(facts)));
  const [strip] = kinds;
  if (kinds.size !== 1 || strip === undefined) return undefined;
  const levels = [...new Set(builds.map(({ facts }) => levelOf(facts).level))];
  const [min] = levels;
  const debuggability = {
    ...(levels.length === 1 && min !== 'D0' ? { min } : {}),
    ...(builds.every(
      ({ facts }) => facts.buildIds.gnu !== undefined && facts.buildIds.constant === undefined,
    ) && {
      require: ['build-id'],
    }),
  };
  const name = { all: 'stripped', dwarf: 'symbol-table-kept', none: 'unstripped' }[strip];
  const suffix = levels.length === 1 ? `-${String(min).toLowerCase().replace('*', '-')}` : '';
  const settings = { strip, ...(Object.keys(debuggability).length > 0 && { debuggability }) };
  return { name: `${name}${suffix}${'require' in debuggability ? '' : '-no-id'}`, settings };
}

function stripOf({ kind, symtab, dwarf }: BinaryFacts): Strip | undefined {
  if (kind !== 'elf') return undefined;
  if (symtab !== undefined) return dwarf === undefined ? 'dwarf' : 'none';
  return dwarf === undefined ? 'all' : undefined;
}

/** `{ max: 9MiB }` on one line reads better than over two. */
function flowSmallMaps(document: Document): void {
  const artifacts = document.get('artifacts') as { items: YAMLMap[] };
  for (const artifact of artifacts.items) {
    const budget = artifact.get('budget') as YAMLMap;
    for (const metric of ['disk', 'wire']) (budget.get(metric) as YAMLMap).flow = true;
  }
  const profiles = document.get('profiles') as YAMLMap | undefined;
  for (const { value } of profiles?.items ?? []) {
    const debuggability = (value as YAMLMap).get('debuggability') as YAMLMap | undefined;
    if (debuggability !== undefined) debuggability.flow = true;
  }
}
