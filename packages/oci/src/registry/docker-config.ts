import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { OciError } from '../oci-error.ts';
import type { Credentials, Environment } from './credentials.ts';

/** What `docker login` keeps, as far as it is about registries. */
export interface DockerConfig {
  readonly path: string;
  readonly auths: Readonly<Record<string, unknown>>;
  /** Credential helper by host. */
  readonly credHelpers: Readonly<Record<string, unknown>>;
  /** Credential helper of all other hosts. */
  readonly credsStore: string | undefined;
}

/** `docker login` files Docker Hub under this URL, and its helpers are asked with it. */
export const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

export function isHub(host: string): boolean {
  return HUB_HOSTS.includes(host);
}

/** `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`. */
export function dockerConfigPath(env: Environment): string {
  return join(env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker'), 'config.json');
}

/** Undefined where there is no file. @throws OciError `CREDENTIALS_FORMAT`; the message never carries the content */
export async function readDockerConfig(path: string): Promise<DockerConfig | undefined> {
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
      const { auths, credHelpers, credsStore } = config as Readonly<Record<string, unknown>>;
      return {
        path,
        auths: objectOf(auths),
        credHelpers: objectOf(credHelpers),
        credsStore: typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined,
      };
    }
  } catch {
    // The parser's message would quote the file, and the file holds secrets.
  }
  throw brokenLogin('is not a JSON object', path);
}

/**
 * The value under exactly this host (with port). Keys that name a path below the host are for other clients and do not
 * count.
 */
export function entryOf<T>(entries: Readonly<Record<string, T>>, host: string): [string, T] | undefined {
  return Object.entries(entries).find(([key]) => isKeyOf(key, host));
}

/** The credentials of one entry of `auths`; undefined for an empty one, as credential stores leave behind. */
export function credentialsOfEntry(value: unknown, key: string, path: string): Credentials | undefined {
  const entry = objectOf(value);
  const text = (name: string): string | undefined => {
    const found = entry[name];
    return typeof found === 'string' && found !== '' ? found : undefined;
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
  throw brokenLogin(`\`auths\` entry ${key} has an \`auth\` that is not base64 of user:password`, path);
}

function isKeyOf(key: string, host: string): boolean {
  const named = /^(?:https?:\/\/)?([^/]+)(?:\/|\/v[12]\/?)?$/.exec(key.toLowerCase())?.[1];
  if (named === undefined) return false;
  return named === host || (isHub(named) && isHub(host));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function brokenLogin(message: string, file: string): OciError {
  return new OciError(message, {
    kind: 'request',
    code: 'CREDENTIALS_FORMAT',
    file,
    next: 'Log in again, for example with `docker login` or docker/login-action.',
  });
}
