import { type Host, probe } from '@gosymbols/host';
import type { GoPlatform } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { unknownPlatform } from './list-mains.ts';

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
  const wrong = platforms.find(({ os, arch }) => !known.includes(`${os}/${arch}`));
  if (wrong !== undefined) throw unknownPlatform(wrong);
}
