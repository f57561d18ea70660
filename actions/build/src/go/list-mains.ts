import { type Host, RequestError, runProcess } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';
import { buildFailed } from '../build-failed.ts';
import { toolEnvironment } from '../tool-environment.ts';

/** A main package. */
export interface GoMain {
  readonly importPath: string;
  /** Name that `go build` gives its program. */
  readonly name: string;
}

interface ListRequest {
  readonly patterns: readonly string[];
  readonly platform: Platform;
  /** Build flags, which bear on what is listed: `-tags`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly host: Host;
}

const FORMAT = '{{if eq .Name "main"}}{{.ImportPath}}{{end}}';

/** What `go list` says of a pattern that names nothing. */
const UNKNOWN =
  /directory not found|no such file or directory|matched no packages|is not in std|no required module provides|cannot find (package|module)|malformed import path|no Go files|outside (main|available) module|outside module root|not in workspace/;
export const UNKNOWN_PLATFORM: RegExp = /unsupported GOOS\/GOARCH/;
const NO_MODULE = /go\.mod file not found|cannot find main module/;

/** The main packages that the patterns match on one platform. */
export async function listMains(request: ListRequest): Promise<GoMain[]> {
  const { patterns, platform, args, cwd, host } = request;
  const lines: string[] = [];
  const said: string[] = [];
  const finished = await runProcess({
    program: 'go',
    args: ['list', '-f', FORMAT, ...args, '--', ...patterns],
    cwd,
    env: toolEnvironment(host.env, { GOOS: platform.os, GOARCH: platform.arch }),
    signal: host.signal,
    onLine: (line, from) => (from === 'stdout' ? lines : said).push(line),
  });
  const words = said.filter((line) => !line.startsWith('go: downloading '));
  if (finished.status !== 0) {
    const quote = words.find((line) => !line.startsWith('#'));
    if (words.some((line) => UNKNOWN_PLATFORM.test(line))) throw unknownPlatform(platform);
    if (words.some((line) => NO_MODULE.test(line))) throw noModule(cwd);
    if (quote !== undefined && UNKNOWN.test(quote)) throw unknownTarget(patterns, quote);
    for (const line of words) host.info(line);
    throw buildFailed('go list', finished, quote);
  }
  const mains = [...new Set(lines)].map((importPath) => ({ importPath, name: programName(importPath) }));
  if (mains.length === 0) throw unknownTarget(patterns, words[0] ?? 'they hold no main package');
  return mains;
}

/** The last element of the path that is not a major version (Go's load.DefaultExecName). */
export function programName(importPath: string): string {
  const elements = importPath.split('/');
  const last = elements.at(-1) ?? importPath;
  return /^v[0-9]+$/.test(last) ? (elements.at(-2) ?? last) : last;
}

function unknownTarget(patterns: readonly string[], said: string): RequestError {
  return new RequestError(
    `no program among the targets ${patterns.map((p) => `\`${p}\``).join(', ')}: ${said}`,
    {
      code: 'TARGET_UNKNOWN',
      next: "See `go list -f '{{.ImportPath}} {{.Name}}' ./...`, and name its main packages.",
    },
  );
}

function noModule(cwd: string): RequestError {
  return new RequestError(`${cwd} is in no Go module: no go.mod here or above`, {
    code: 'NO_MODULE',
    next: 'Give the folder of the module as `working-directory`.',
  });
}

/** `go list` knows only some of the pairs that `go build` refuses, so both ask. */
export function unknownPlatform({ os, arch }: Platform): RequestError {
  return new RequestError(`Go does not build for \`${os}/${arch}\``, {
    code: 'PLATFORM_UNKNOWN',
    next: 'See `go tool dist list`.',
  });
}
