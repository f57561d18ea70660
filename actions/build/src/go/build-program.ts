import { type Host, runProcess } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';
import { buildFailed } from '../build-failed.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { type GoMain, UNKNOWN_PLATFORM, unknownPlatform } from './list-mains.ts';

interface ProgramRequest {
  readonly main: GoMain;
  readonly platform: Platform;
  /** Absolute path of the file to write. */
  readonly path: string;
  readonly flags: readonly string[];
  readonly cwd: string;
  readonly host: Host;
  /** On the clock of `performance.now()`: when all programs have to be built. */
  readonly until: number | undefined;
}

/** @throws UnavailableError when Go fails, with the first line of its own words */
export async function buildProgram({
  main,
  platform,
  path,
  flags,
  cwd,
  host,
  until,
}: ProgramRequest): Promise<void> {
  const what = `go build ${main.importPath} (${platform.os}/${platform.arch})`;
  const start = performance.now();
  const progress = host.progress(`${main.name} ${platform.os}/${platform.arch}`);
  const said: string[] = [];
  try {
    const finished = await runProcess({
      program: 'go',
      args: ['build', '-o', path, ...flags, '--', main.importPath],
      cwd,
      env: toolEnvironment(host.env, { GOOS: platform.os, GOARCH: platform.arch }),
      signal: host.signal,
      ...(until === undefined ? {} : { timeout: Math.max(1, Math.round(until - start)) }),
      onLine: (line) => {
        if (line.startsWith('go: downloading ')) progress.update(line.slice('go: '.length));
        else said.push(line);
      },
    });
    const quote = said.find((line) => !line.startsWith('#'));
    if (quote !== undefined && UNKNOWN_PLATFORM.test(quote)) throw unknownPlatform(platform);
    if (finished.status !== 0) throw buildFailed(what, finished, quote);
    progress.done(`built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    progress.failed(host.signal.aborted ? 'cancelled' : 'Go says:');
    throw error;
  } finally {
    for (const line of said) host.info(line);
  }
}
