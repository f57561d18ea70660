import { OciError } from '../oci-error.ts';
import { askCredentialHelper } from './credential-helper.ts';
import {
  credentialsOfEntry,
  dockerConfigPath,
  entryOf,
  HUB_KEY,
  isHub,
  readDockerConfig,
} from './docker-config.ts';

/** What we show to a registry or to its token server. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who we are to exactly this host (with port), from the first that knows:
 * `GOSYMBOLS_REGISTRY` with `_USERNAME` and `_PASSWORD`; the Docker config; for ghcr.io the `GITHUB_TOKEN`.
 * @throws OciError `CREDENTIALS_FORMAT`, `CREDENTIALS_HELPER`; no message carries a secret
 */
export async function findCredentials(
  host: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<Credentials | undefined> {
  return named(host, env) ?? (await dockerCredentials(host, env, signal)) ?? ofGitHub(host, env);
}

/**
 * In the order of Docker: the helper of this host (`credHelpers`), else the store of all hosts (`credsStore`), else the
 * file itself (`auths`). A store that fails does not hide what the file holds: configs with `credsStore: desktop` travel
 * to machines without a desktop.
 */
export async function dockerCredentials(
  host: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<Credentials | undefined> {
  const config = await readDockerConfig(dockerConfigPath(env));
  if (config === undefined) return undefined;
  const server = isHub(host) ? HUB_KEY : host;
  const options = { env, signal, config: config.path };
  const helper = entryOf(config.credHelpers, host)?.[1];
  if (typeof helper === 'string' && helper !== '') return askCredentialHelper(helper, server, options);
  const entry = entryOf(config.auths, host);
  const inFile = entry && credentialsOfEntry(entry[1], entry[0], config.path);
  if (config.credsStore === undefined) return inFile;
  try {
    return (await askCredentialHelper(config.credsStore, server, options)) ?? inFile;
  } catch (error) {
    if (inFile === undefined) throw error;
    return inFile;
  }
}

const NAMED = 'GOSYMBOLS_REGISTRY';

function named(host: string, env: Environment): Credentials | undefined {
  const only = env[NAMED]?.toLowerCase() ?? '';
  const username = env[`${NAMED}_USERNAME`] ?? '';
  const password = env[`${NAMED}_PASSWORD`] ?? '';
  if (only === '' && username === '' && password === '') return undefined;
  if (only === '' || username === '' || password === '') {
    const missing = only === '' ? NAMED : `${NAMED}_${username === '' ? 'USERNAME' : 'PASSWORD'}`;
    throw new OciError(`${missing} is not set, while others of ${NAMED}, _USERNAME and _PASSWORD are`, {
      kind: 'request',
      code: 'CREDENTIALS_FORMAT',
      next: `Set all three: ${NAMED} is the one host, for example ghcr.io, that the password is shown to.`,
    });
  }
  return only === host || (isHub(only) && isHub(host)) ? { username, password } : undefined;
}

/** GHCR takes the token of a workflow run with any user name. */
function ofGitHub(host: string, env: Environment): Credentials | undefined {
  const password = env['GITHUB_TOKEN'] ?? '';
  if (host !== 'ghcr.io' || password === '') return undefined;
  return { username: env['GITHUB_ACTOR'] || 'x-access-token', password };
}
