import type { Document } from 'yaml';
import { type HookOptions, hookFolder, hookLine } from './hook-line.ts';
import { ownNode, replaceNode } from './own-node.ts';
import type { Build, Config } from './read-config.ts';

/** Id of the archive that holds the debug files. */
export const SYMBOLS = 'gosymbols';

/**
 * Has each Go build call us right after it, and puts what that makes into the release.
 *
 * A `meta` archive, for only that is in artifacts.json, in the checksums and among what is signed: files of
 * `release.extra_files` are not in artifacts.json and are not signed, and an archive of any other kind contains the
 * binaries too. It has no target in its name, so there is one for all platforms.
 */
export function addRelease(
  document: Document,
  { config, builds }: { readonly config: Config; readonly builds: readonly Build[] },
  options: HookOptions,
): void {
  for (const [index, build] of builds.entries()) {
    if (build.isGo) addHook(document, ['builds', index], build, hookLine(options));
  }
  addArchive(document, config, options.folder);
}

/** Folder of the hooks, where the user's file has them in every Go build: then it is taken as it is. */
export function ownHooks(builds: readonly Build[]): string | undefined {
  const folders = builds
    .filter(({ isGo }) => isGo)
    .map(({ post }) =>
      post
        .map(commandOf)
        .map(hookFolder)
        .find((folder) => folder !== undefined),
    );
  const [first] = folders;
  return folders.length > 0 && folders.every((folder) => folder === first) ? first : undefined;
}

/** Ours goes first: those of the user's see the file that is shipped. */
function addHook(document: Document, path: readonly (string | number)[], build: Build, line: string): void {
  ownNode(document, path);
  const post = [{ cmd: line, output: true }, ...build.post];
  replaceNode(document, [...path, 'hooks'], { ...build.hooks, post });
}

function addArchive(document: Document, config: Config, folder: string): void {
  const archive = {
    id: SYMBOLS,
    meta: true,
    name_template: '{{ .ProjectName }}_{{ .Version }}_symbols',
    files: [`${folder}/*.debug`, `${folder}/gosymbols.json`].map((src) => ({
      src,
      strip_parent: true,
      info: { mtime: '{{ .CommitDate }}', mode: 0o644 },
    })),
  };
  // No archives means one with all defaults.
  append(document, ['archives'], config.archives.length === 0 ? [{}, archive] : [archive]);
  for (const part of ['release', 'checksum'] as const) {
    if (config.filtered.includes(part)) append(document, [part, 'ids'], [SYMBOLS]);
  }
}

function append(document: Document, path: readonly string[], values: readonly unknown[]): void {
  ownNode(document, path);
  const list = document.getIn(path) as { items?: unknown[] } | undefined;
  if (list?.items === undefined) replaceNode(document, path, values);
  else for (const value of values) document.addIn(path, document.createNode(value));
}

/** A hook is a command, or a mapping with one. */
function commandOf(hook: unknown): string {
  if (typeof hook === 'string') return hook;
  const cmd = (hook as { readonly cmd?: unknown } | null)?.cmd;
  return typeof cmd === 'string' ? cmd : '';
}
