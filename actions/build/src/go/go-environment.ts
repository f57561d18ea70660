import { type Host, probe, UnavailableError } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';
import { toolEnvironment } from '../tool-environment.ts';

export interface GoEnvironment {
  readonly platform: Platform;
  readonly goflags: string;
}

/** What Go builds for when nothing is said, and the flags that the user gives it in GOFLAGS or `go env -w`. */
export async function goEnvironment(cwd: string, host: Host): Promise<GoEnvironment> {
  const answer = await probe('go', ['env', '-json', 'GOOS', 'GOARCH', 'GOFLAGS'], {
    cwd,
    env: toolEnvironment(host.env),
  });
  if (answer === undefined || answer.exitCode !== 0) {
    throw new UnavailableError(`go env failed: ${answer?.stderr.trim() ?? 'no go'}`, {
      code: 'TOOL_UNUSABLE',
    });
  }
  const env = JSON.parse(answer.stdout) as Readonly<Record<string, string>>;
  return { platform: { os: env['GOOS'] ?? '', arch: env['GOARCH'] ?? '' }, goflags: env['GOFLAGS'] ?? '' };
}
