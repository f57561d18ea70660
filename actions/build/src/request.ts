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
