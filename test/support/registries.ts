import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticatingProxy } from './authenticating-proxy.ts';
import { type Certified, privateAuthority } from './certificates.ts';
import { goProgram } from './go-programs.ts';
import { registryProcess } from './registry-process.ts';
import { USERS } from './registry-users.ts';
import { scratch } from './scratch.ts';
import { ISSUER, SERVICE, type TokenServer, tokenServer } from './token-server.ts';
import type { ToolName } from './tools.ts';

/** A real registry on a loopback port, gone with all its content when it is disposed. */
export interface RunningRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Of one that is started with `access: 'token'`. */
  readonly tokens: TokenServer | undefined;
}

/** Who may do what: everybody, whoever has a password, whoever has a token of a server that checks passwords. */
export type Access = 'open' | 'basic' | 'token';

export interface RegistryOptions {
  readonly access?: Access;
  /** Its certificate: then it speaks HTTPS, at every address of this machine. Distribution only. */
  readonly tls?: Certified;
  /** Readers of blobs are sent to a server of the storage folder at this URL. Distribution only. */
  readonly redirect?: string;
  /** The storage folder, in place of one that goes with the registry. Distribution only. */
  readonly storage?: string;
}

export interface RegistryKind {
  readonly name: string;
  readonly tools: readonly ToolName[];
  readonly referrers: boolean;
  /** Answers range requests with what was asked for. */
  readonly ranges: boolean;
  start(options?: RegistryOptions): Promise<RunningRegistry>;
}

export const DISTRIBUTION: RegistryKind = {
  name: 'distribution 3.1',
  tools: ['registry'],
  referrers: false,
  ranges: true,
  start: (options) => distribution('registry', options),
};

export const DEBIAN: RegistryKind = {
  name: 'distribution 2.8 of Debian',
  tools: ['docker-registry'],
  referrers: false,
  ranges: true,
  start: (options) => distribution('docker-registry', options),
};

/** go-containerregistry's, in memory; of ranges it knows `a-b` only, and of users nothing: a proxy in front does. */
export const WITH_REFERRERS: RegistryKind = {
  name: 'go-containerregistry with referrers',
  tools: [],
  referrers: true,
  ranges: true,
  start: async ({ access = 'open' } = {}) => {
    await using kept = new AsyncDisposableStack();
    const tokens = access === 'token' ? await usingTokens(kept) : undefined;
    const registry = kept.use(
      await registryProcess((_folder, port) => ({
        program: goProgram({ name: 'referrers-registry', program: 'referrers-registry' }),
        args: [`127.0.0.1:${port}`],
      })),
    );
    const { host } =
      access === 'open' ? registry : kept.use(await authenticatingProxy(registry.host, tokens?.server));
    return running(host, tokens?.server, kept.move());
  },
};

export const REGISTRIES: readonly RegistryKind[] = [DISTRIBUTION, DEBIAN, WITH_REFERRERS];

async function distribution(
  program: string,
  { access = 'open', tls, redirect, storage }: RegistryOptions = {},
): Promise<RunningRegistry> {
  await using kept = new AsyncDisposableStack();
  const tokens = access === 'token' ? await usingTokens(kept) : undefined;
  const registry = kept.use(
    await registryProcess(
      (folder, port) => {
        const passwords = join(folder, 'htpasswd');
        writeFileSync(passwords, USERS.map(({ name, bcrypt }) => `${name}:${bcrypt}\n`).join(''));
        const auth = {
          open: undefined,
          basic: { htpasswd: { realm: 'test', path: passwords } },
          token: {
            token: {
              realm: tokens?.server.realm,
              service: SERVICE,
              issuer: ISSUER,
              rootcertbundle: tokens?.signer.certificate,
            },
          },
        }[access];
        const config = {
          version: 0.1,
          log: { level: 'error' },
          storage: {
            filesystem: { rootdirectory: storage ?? join(folder, 'content') },
            delete: { enabled: true },
          },
          ...(redirect === undefined
            ? {}
            : { middleware: { storage: [{ name: 'redirect', options: { baseurl: redirect } }] } }),
          http: {
            addr: `${tls === undefined ? '127.0.0.1' : ''}:${port}`,
            ...(tls === undefined ? {} : { tls: { certificate: tls.certificate, key: tls.key } }),
          },
          ...(auth === undefined ? {} : { auth }),
        };
        const file = join(folder, 'config.yml');
        // JSON is YAML.
        writeFileSync(file, JSON.stringify(config));
        return { program, args: ['serve', file] };
      },
      { tls: tls !== undefined },
    ),
  );
  return running(registry.host, tokens?.server, kept.move());
}

async function usingTokens(
  kept: AsyncDisposableStack,
): Promise<{ readonly server: TokenServer; readonly signer: Certified }> {
  const folder = kept.use(scratch());
  const signer = privateAuthority(folder.path, 'token-signer');
  return { signer, server: kept.use(await tokenServer(signer)) };
}

/** Who has tokens is spoken to through their server. */
function running(host: string, tokens: TokenServer | undefined, kept: AsyncDisposableStack): RunningRegistry {
  if (tokens !== undefined) tokens.behind = host;
  return { host: tokens?.host ?? host, tokens, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
