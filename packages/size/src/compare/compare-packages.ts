import type { PackageSizes } from '../attribution/attribution.ts';
import type { PackageDelta } from './comparison.ts';

/** Packages that moved, the largest movement first. Undefined where the two were not named by one method. */
export function comparePackages(
  before: PackageSizes | undefined,
  after: PackageSizes | undefined,
): PackageDelta[] | undefined {
  if (before === undefined || after === undefined || before.method !== after.method) return undefined;
  const then = new Map(before.packages.map((row) => [row.path, row]));
  const now = new Map(after.packages.map((row) => [row.path, row]));
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((path): PackageDelta => {
      const [old, fresh] = [then.get(path), now.get(path)];
      const module = fresh?.module ?? old?.module;
      const [was, is] = [old?.bytes ?? 0, fresh?.bytes ?? 0];
      return { path, ...(module === undefined ? {} : { module }), before: was, after: is, bytes: is - was };
    })
    .filter(({ bytes }) => bytes !== 0)
    .sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes) || (a.path < b.path ? -1 : 1));
}
