import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How to call the command line from a hook, and what it is to do. */
export interface HookOptions {
  /** Folder of debug files and records, relative to where GoReleaser runs: its archives take files from below only. */
  readonly folder: string;
  readonly strip: string;
  readonly compress: string;
  readonly buildIds: string;
}

/** In double quotes a backslash escapes what follows, and on Windows paths are full of them. */
const BINARY = process.platform === 'win32' ? "'{{ .Path }}'" : '"{{ .Path }}"';

/** One line for `hooks.post`. GoReleaser splits it by shell words and runs no shell. */
export function hookLine({ folder, strip, compress, buildIds }: HookOptions): string {
  const words = [
    ...[process.execPath, commandLine(), 'split', '--hook', folder, '--binaries'].map(quoted),
    BINARY,
    ...['--strip', strip, '--compress', compress, '--build-ids', buildIds].map(quoted),
  ];
  return words.join(' ');
}

/** The folder that a hook of the user's own names, where it is one of ours. */
export function hookFolder(command: string): string | undefined {
  const [, quotedFolder, bare] = /\bsplit\b.*\s--hook[= ](?:["']([^"']+)["']|(\S+))/.exec(command) ?? [];
  return quotedFolder ?? bare;
}

/** A template would be evaluated, a quote ended. */
function quoted(word: string): string {
  const text = word.replaceAll('{{', '{{ "{{" }}');
  return /^[\w./:=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Beside the bundle of this action, or one folder above its chunks. From the sources, that of the checkout. */
function commandLine(): string {
  const places = ['./cli.js', '../cli.js', '../../../../packages/cli/bin/gosymbols.js'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('cli.js is missing beside the bundle');
  return found;
}
