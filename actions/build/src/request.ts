import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Host, type Inputs, RequestError } from '@gosymbols/host';

export type ToolName = 'go' | 'goreleaser' | 'bazel';
export type StripFlags = 'remove' | 'keep' | 'fail';

/** What a build was asked for. All paths are absolute. */
export interface BuildRequest {
  readonly tool: ToolName | 'auto';
  readonly mode: 'build' | 'snapshot' | 'release';
  readonly targets: readonly string[];
  readonly config: string | undefined;
  readonly stripFlags: StripFlags;
  readonly cwd: string;
  readonly outDir: string;
  readonly platforms: readonly GoPlatform[];
  readonly indexPath: string;
  /** More arguments for the tool, as they are. */
  readonly args: readonly string[];
  /** Path of the tool, where it is not the one on the PATH. */
  readonly program: string | undefined;
  /** Bazel query whose results are built. */
  readonly query: string | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  /** For a release, which is split while it is made. */
  readonly split: { readonly strip: string; readonly compress: string; readonly buildIds: string };
}

export interface GoPlatform {
  readonly os: string;
  readonly arch: string;
}

export function readRequest(inputs: Inputs, host: Host): BuildRequest {
  const cwd = folder(inputs.text('working-directory') ?? '.', host);
  const outDir = resolve(cwd, inputs.text('out-dir') ?? 'dist');
  const index = inputs.text('index');
  return {
    tool: inputs.choice('tool', ['auto', 'go', 'goreleaser', 'bazel']),
    mode: inputs.choice('mode', ['build', 'snapshot', 'release']),
    targets: inputs.list('targets').map(target),
    config: configFile(inputs.text('config'), cwd),
    stripFlags: inputs.choice('strip-flags', ['remove', 'keep', 'fail']),
    cwd,
    outDir,
    platforms: inputs.list('platforms').map(platform),
    indexPath: index === undefined ? join(outDir, 'gosymbols.json') : resolve(cwd, index),
    args: inputs.list('args'),
    program: programFile(inputs.text('program'), cwd),
    query: inputs.text('query'),
    timeout: duration(inputs.text('timeout')),
    split: {
      strip: inputs.choice('strip', ['all', 'dwarf', 'none']),
      compress: inputs.choice('compress', ['none', 'zlib', 'zstd', 'keep']),
      buildIds: inputs.choice('build-ids', ['keep', 'repair', 'require-unique']),
    },
  };
}

function folder(path: string, host: Host): string {
  const absolute = resolve(host.cwd, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) return absolute;
  throw new RequestError(`working-directory \`${path}\` is no folder`, {
    code: 'DIRECTORY_MISSING',
    next: `It is looked up from ${host.cwd}.`,
  });
}

function configFile(path: string | undefined, cwd: string): string | undefined {
  if (path === undefined) return undefined;
  const absolute = resolve(cwd, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() === true) return absolute;
  throw new RequestError(`config \`${path}\` is no file`, {
    code: 'CONFIG_MISSING',
    next: `It is looked up from ${cwd}.`,
  });
}

/** A name is looked up on the PATH, a path from the working directory. */
function programFile(text: string | undefined, cwd: string): string | undefined {
  if (text === undefined || !/[\\/]/.test(text)) return text;
  const path = resolve(cwd, text);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  throw new RequestError(`program \`${text}\` is no file`, {
    code: 'PROGRAM_MISSING',
    next: `It is looked up from ${cwd}.`,
  });
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

function duration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ''] ?? 0),
    0,
  );
  // Node's timers end at 2^31 milliseconds.
  if (/^(\d+[hms])+$/.test(text) && seconds > 0 && seconds <= 24 * 3600) return seconds * 1000;
  throw new RequestError(`timeout \`${text}\` is no time span of up to 24h`, {
    code: 'TIMEOUT_VALUE',
    next: 'Write for instance 45m or 1h30m.',
  });
}

/** The tools would read it as one of their flags. */
function target(text: string): string {
  if (!text.startsWith('-')) return text;
  throw new RequestError(`target \`${text}\` starts with a hyphen`, {
    code: 'TARGET_VALUE',
    next: 'Name packages, build IDs or labels, one per line.',
  });
}

function platform(text: string): GoPlatform {
  const [, os, arch] = /^([a-z0-9]+)\/([a-z0-9]+)$/.exec(text) ?? [];
  if (os !== undefined && arch !== undefined) return { os, arch };
  throw new RequestError(`platform \`${text}\` is not of the form os/arch`, {
    code: 'PLATFORM_VALUE',
    next: 'Write for instance linux/arm64; `go tool dist list` has all of them.',
  });
}
