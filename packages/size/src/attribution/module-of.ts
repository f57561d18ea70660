import type { GoFacts } from '@gosymbols/inspect';

export interface ModuleFinder {
  /** Import path of an owner: `main` is the program's own package. */
  pathOf(owner: string): string;
  /** `{ module }` where buildinfo lists a module that holds the package. */
  moduleOf(path: string): { readonly module?: string };
}

/** Packages to modules by buildinfo: the module whose path is the longest beginning. */
export function moduleFinder(go: GoFacts | undefined): ModuleFinder {
  const modules = new Set([
    ...(go?.module === undefined ? [] : [go.module.path]),
    ...(go?.dependencies ?? []).map(({ path }) => path),
  ]);
  const main = go?.mainPackage;
  return {
    pathOf: (owner) => (owner === 'main' && main !== undefined && main !== '' ? main : owner),
    moduleOf: (path) => {
      for (let prefix = path; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))) {
        if (modules.has(prefix)) return { module: prefix };
      }
      return {};
    },
  };
}
