import { OciError, parseStoreReference } from '@gosymbols/oci';
import type { StoreWorld } from './open-symbol-store.ts';

/** The inputs of an action, by name. */
export interface LoginInputs {
  text(name: 'registry' | 'username' | 'password'): string | undefined;
}

/**
 * The same world with the login of the inputs in its environment, where it comes before what the environment and the
 * Docker config say of that host. The password is for `registry`, or else for the one registry that all of `stores` are
 * in. It is masked before anything else happens.
 * @throws OciError `CREDENTIALS_FORMAT` when a part is missing, or it cannot be told whom the password is for
 */
export function withLogin<World extends StoreWorld>(
  world: World,
  inputs: LoginInputs,
  stores: readonly string[],
): World {
  const [registry, username, password] = (['registry', 'username', 'password'] as const).map((name) =>
    inputs.text(name),
  );
  if (password !== undefined) world.secret(password);
  if (registry === undefined && username === undefined && password === undefined) return world;
  if (username === undefined || password === undefined) {
    throw incomplete(
      `input \`${username === undefined ? 'username' : 'password'}\` is missing`,
      'Give both `username` and `password`, or neither: then the Docker config is asked.',
    );
  }
  const hosts = hostsOf(registry === undefined ? stores : [`${registry}/any`]);
  const [host] = hosts;
  if (host === undefined || hosts.length > 1) {
    throw incomplete(
      host === undefined
        ? 'input `password` is given, and no store is in a registry'
        : `input \`password\` is given, and stores are in ${hosts.join(' and ')}`,
      'Name the one host that the password is for with `registry`.',
    );
  }
  const env = {
    ...world.env,
    GOSYMBOLS_REGISTRY: host,
    GOSYMBOLS_REGISTRY_USERNAME: username,
    GOSYMBOLS_REGISTRY_PASSWORD: password,
  };
  return Object.assign(Object.create(world) as World, { env });
}

function hostsOf(stores: readonly string[]): readonly string[] {
  const references = stores.map((text) => parseStoreReference(text));
  return [...new Set(references.flatMap((store) => (store.kind === 'registry' ? [store.host] : [])))];
}

function incomplete(message: string, next: string): OciError {
  return new OciError(message, { kind: 'request', code: 'CREDENTIALS_FORMAT', next });
}
