import { resolve } from 'node:path';
import { LayoutStore } from './layout/layout-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { StoreReference } from './reference.ts';
import { type Environment, findCredentials } from './registry/credentials.ts';
import { RegistryStore } from './registry/registry-store.ts';
import { transportOf } from './registry/transport-of.ts';

export interface OpenStoreOptions {
  /** Relative layout directories are taken from here. */
  readonly cwd: string;
  /** For credentials, proxies and certificates: docs/registries.md lists the variables. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Told of every secret before it is used, so that logs can mask it. */
  readonly onSecret?: (secret: string) => void;
}

/** Touches neither disk nor network. */
export function openStore(reference: StoreReference, options: OpenStoreOptions): ObjectStore {
  if (reference.kind === 'layout') {
    return new LayoutStore({
      directory: resolve(options.cwd, reference.directory),
      name: reference.text,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }
  return new RegistryStore({
    reference,
    transport: transportOf(options.env),
    plainHttp: (options.env['GOSYMBOLS_PLAIN_HTTP'] ?? '').toLowerCase().split(/[\s,]+/),
    credentials: async (host) => {
      const found = await findCredentials(host, options.env, options.signal);
      if (found !== undefined) options.onSecret?.('password' in found ? found.password : found.identityToken);
      return found;
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
