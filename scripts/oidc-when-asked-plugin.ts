const REAL = /[\\/]@actions[\\/]core[\\/]lib[\\/]oidc-utils\.js$/;
const LAZY = '\0oidc-when-asked:';

interface OidcPlugin {
  readonly name: string;
  resolveId(source: string, importer: string | undefined): Promise<string | null>;
  load(id: string): { code: string; moduleType: 'js' } | null;
}

interface Resolver {
  resolve(source: string, importer?: string, options?: { skipSelf: boolean }): Promise<{ id: string } | null>;
}

/**
 * `@actions/core` imports an HTTP client, and with it all of undici (690 kB), for OIDC tokens alone. In a bundle that
 * part is loaded by the first call of `getIDToken`, and left out where nothing calls it.
 */
export function oidcWhenAsked(): OidcPlugin {
  return {
    name: 'oidc-when-asked',
    async resolveId(this: Resolver | undefined, source: string, importer: string | undefined) {
      if (!source.endsWith('/oidc-utils.js') || importer?.startsWith(LAZY) !== false) return null;
      const found = await this?.resolve(source, importer, { skipSelf: true });
      return found != null && REAL.test(found.id) ? LAZY + found.id : null;
    },
    load(id) {
      if (!id.startsWith(LAZY)) return null;
      const real = JSON.stringify(id.slice(LAZY.length));
      return {
        code: `export const OidcClient = {
  async getIDToken(audience) {
    const { OidcClient } = await import(${real});
    return OidcClient.getIDToken(audience);
  },
};`,
        moduleType: 'js',
      };
    },
  };
}
