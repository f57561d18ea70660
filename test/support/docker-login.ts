import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { basicOfUser, type RegistryUser } from './registry-users.ts';

/** What `docker login` leaves behind, as a folder for `DOCKER_CONFIG`: ours, oras and crane read it; skopeo by `--authfile`. */
export function dockerLogin(
  folder: string,
  hosts: readonly string[],
  as: Pick<RegistryUser, 'name' | 'password'> | { readonly identityToken: string },
): string {
  const entry =
    'identityToken' in as
      ? { auth: Buffer.from('<token>:').toString('base64'), identitytoken: as.identityToken }
      : { auth: basicOfUser(as) };
  mkdirSync(folder, { recursive: true });
  const auths = Object.fromEntries(hosts.map((host) => [host, entry]));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }));
  return folder;
}
