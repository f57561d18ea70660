import { type Host, probe, RequestError } from '@gosymbols/host';
import type { GoPlatform } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';

/** @throws RequestError for a platform that this Go does not build for */
export async function checkPlatforms(
  platforms: readonly GoPlatform[],
  cwd: string,
  host: Host,
): Promise<void> {
  if (platforms.length === 0) return;
  const answer = await probe('go', ['tool', 'dist', 'list'], { cwd, env: toolEnvironment(host.env) });
  // Where it cannot say, `go build` will.
  if (answer === undefined || answer.exitCode !== 0) return;
  const known = answer.stdout.split('\n');
  const wrong = platforms.map(({ os, arch }) => `${os}/${arch}`).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new RequestError(`Go does not build for \`${wrong}\``, {
    code: 'PLATFORM_VALUE',
    next: 'See `go tool dist list`.',
  });
}
