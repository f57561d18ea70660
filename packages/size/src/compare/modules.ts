import type { GoFacts, GoModule } from '@gosymbols/inspect';
import type { ModuleChange, PackageDelta } from './comparison.ts';

/** Dependencies that are there in another version, new, or gone; those whose packages moved most come first. */
export function compareModules(
  before: GoFacts | undefined,
  after: GoFacts | undefined,
  packages: readonly PackageDelta[] | undefined,
): ModuleChange[] {
  if (before === undefined || after === undefined) return [];
  const [then, now] = [versionsOf(before), versionsOf(after)];
  const grown = new Map<string, number>();
  for (const { module, bytes } of packages ?? [])
    if (module !== undefined) grown.set(module, (grown.get(module) ?? 0) + bytes);
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((path) => then.get(path) !== now.get(path))
    .map((path): ModuleChange => {
      const [was, is] = [then.get(path), now.get(path)];
      return {
        path,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
        ...(packages === undefined ? {} : { bytes: grown.get(path) ?? 0 }),
      };
    })
    .sort((a, b) => Math.abs(b.bytes ?? 0) - Math.abs(a.bytes ?? 0) || (a.path < b.path ? -1 : 1));
}

function versionsOf({ dependencies }: GoFacts): Map<string, string> {
  return new Map(dependencies.map((module) => [module.path, spelled(module)]));
}

function spelled({ version, replace }: GoModule): string {
  return replace === undefined ? version : `${version} => ${replace.path} ${replace.version}`.trim();
}
