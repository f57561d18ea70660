import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@gosymbols/host';

const DEFAULT = '.gosymbols.yml';

/** The policy to verify against; undefined when the default file is not there, and then that is said. A file that was named must exist. */
export function policyChoice(policy: string, host: Host): string | undefined {
  if (policy !== DEFAULT || existsSync(join(host.cwd, policy))) return policy;
  host.warning(
    `no ${DEFAULT} in ${host.cwd}: sizes and debuggability are reported, but nothing is verified.`,
  );
  return undefined;
}
