import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { OciError } from '../oci-error.ts';

/** What we show to a registry or to its token server. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

export type Environment = Readonly<Record<string, string | undefined>>;

interface DockerConfig {
  readonly auths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `docker login` files Docker Hub under this key. */
const HUB_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/** `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`. */
export function dockerConfigPath(env: Environment): string {
  return join(env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker'), 'config.json');
}

/**
 * The entry of `auths` for exactly this host (with port). Keys that name a path below the host are for other clients
 * and do not count.
 * @throws OciError `CREDENTIALS_FORMAT`; the message never carries the content
 */
export async function dockerCredentials(host: string, env: Environment): Promise<Credentials | undefined> {
  const path = dockerConfigPath(env);
  const config = await readConfigFile(path);
  for (const [key, entry] of Object.entries(config?.auths ?? {})) {
    if (isKeyOf(key, host)) {
      const credentials = credentialsOf(entry, key, path);
      if (credentials !== undefined) return credentials;
    }
  }
  return undefined;
}

function isKeyOf(key: string, host: string): boolean {
  const match = /^(?:https?:\/\/)?([^/]+)(?:\/|\/v[12]\/?)?$/.exec(key.toLowerCase());
  const named = match?.[1];
  if (named === undefined) return false;
  return named === host || (HUB_HOSTS.includes(named) && HUB_HOSTS.includes(host));
}

function credentialsOf(
  entry: Readonly<Record<string, unknown>>,
  key: string,
  path: string,
): Credentials | undefined {
  const text = (name: string): string | undefined => {
    const value = entry[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const identityToken = text('identitytoken');
  if (identityToken !== undefined) return { identityToken };
  const username = text('username');
  const password = text('password');
  if (username !== undefined && password !== undefined) return { username, password };
  const auth = text('auth');
  if (auth === undefined) return undefined;
  const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon > 0) return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  throw broken(`\`auths\` entry ${key} has an \`auth\` that is not base64 of user:password`, path);
}

async function readConfigFile(path: string): Promise<DockerConfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null) {
      const { auths } = config as DockerConfig;
      const entries = typeof auths === 'object' && auths !== null ? Object.entries(auths) : [];
      return {
        auths: Object.fromEntries(entries.filter(([, entry]) => typeof entry === 'object' && entry !== null)),
      };
    }
  } catch {
    // The parser's message would quote the file, and the file holds secrets.
  }
  throw broken('is not a JSON object', path);
}

function broken(message: string, file: string): OciError {
  return new OciError(message, {
    kind: 'request',
    code: 'CREDENTIALS_FORMAT',
    file,
    next: 'Log in again, for example with `docker login` or docker/login-action.',
  });
}
