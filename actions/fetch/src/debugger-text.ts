import type { ExtractedSources } from '@gosymbols/symbols';
import type { FetchedFile } from './fetch-all.ts';
import { shellWord } from './shell-word.ts';

/** What was fetched, and the exact commands that use it. */
export function debuggerText(
  files: readonly FetchedFile[],
  outDir: string,
  sources: readonly ExtractedSources[] = [],
): string {
  const listed = files.map(
    ({ path, store, written, proof }) =>
      `  ${path}  ${written ? `from ${store}` : 'was there already'}${proof === undefined ? '' : ', proven'}`,
  );
  const debugged = files.find((file) => file.byBuildId && file.binary !== undefined);
  const binary = debugged?.binary;
  const core = debugged?.core ?? files.find((file) => file.core !== undefined)?.core;
  const program = binary === undefined ? './PROGRAM' : shellWord(binary);
  const places = sources.map(
    ({ module, path }) => ` -ex ${shellWord(`set substitute-path ${module} ${path}`)}`,
  );
  const lost = files.filter(({ byBuildId }) => !byBuildId);
  return [
    `Symbols of ${files.length} ${files.length === 1 ? 'binary' : 'binaries'} are in ${outDir}`,
    ...listed,
    ...sources.flatMap(({ module, path, files: count }) => [
      `Sources of ${module} (${count} files) are in ${path}; where a build was without -trimpath, put its own folder in`,
      '  place of the module path behind `set substitute-path`',
    ]),
    ...(files.some(({ byBuildId }) => byBuildId)
      ? [
          '',
          'Debug with them:',
          `  gdb -iex ${shellWord(`set debug-file-directory ${outDir}`)}${places.join('')} ${program}`,
          `  XDG_CONFIG_HOME=${shellWord(outDir)} dlv exec ${program}`,
          `  XDG_CONFIG_HOME=${shellWord(outDir)} dlv core ${program} ${core === undefined ? 'CORE' : shellWord(core)}`,
        ]
      : []),
    ...lost.flatMap(({ name, path, binary: executable }) => [
      '',
      `${name} has no GNU build ID of its own: debuggers do not find these symbols by themselves. In gdb:`,
      `  gdb -ex ${shellWord(`symbol-file ${path}`)}${places.join('')} ${executable === undefined ? './PROGRAM' : shellWord(executable)}`,
    ]),
  ].join('\n');
}
