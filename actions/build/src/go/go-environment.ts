import { devNull } from 'node:os';
import { type Host, probe, RequestError, UnavailableError } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';
import { toolEnvironment } from '../tool-environment.ts';

export interface GoEnvironment {
  readonly platform: Platform;
  readonly goflags: string;
}

/**
 * What Go builds for when nothing is said, and the flags that the user gives it in GOFLAGS or `go env -w`.
 * @throws RequestError outside any module
 */
export async function goEnvironment(cwd: string, host: Host): Promise<GoEnvironment> {
  const answer = await probe('go', ['env', '-json', 'GOOS', 'GOARCH', 'GOFLAGS', 'GOMOD', 'GOWORK'], {
    cwd,
    env: toolEnvironment(host.env),
  });
  if (answer === undefined || answer.exitCode !== 0) {
    throw new UnavailableError(`go env failed: ${answer?.stderr.trim() ?? 'no go'}`, {
      code: 'TOOL_UNUSABLE',
    });
  }
  const env = JSON.parse(answer.stdout) as Readonly<Record<string, string>>;
  // Outside any module GOMOD is the null device; with modules switched off it is empty.
  if (env['GOMOD'] === devNull && (env['GOWORK'] ?? '') === '') {
    throw new RequestError(`${cwd} is in no Go module: no go.mod here or above`, {
      code: 'NO_MODULE',
      next: 'Give the folder of the module as `working-directory`.',
    });
  }
  return { platform: { os: env['GOOS'] ?? '', arch: env['GOARCH'] ?? '' }, goflags: env['GOFLAGS'] ?? '' };
}
