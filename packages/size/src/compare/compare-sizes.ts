import type { Parts } from '../report.ts';
import { comparePackages } from './compare-packages.ts';
import type { Delta, SizeComparison } from './comparison.ts';
import { differencesOf } from './differences.ts';
import type { Measured } from './measured.ts';
import { compareModules } from './modules.ts';
import { isNoise, type Noise } from './noise.ts';

/** Compares two builds of one binary. Pure; both sides may come from documents that others wrote. */
export function compareSizes(before: Measured, after: Measured, noise: Noise): SizeComparison {
  const differences = differencesOf(before, after);
  const [then, now] = [before.sizes, after.sizes];
  const packages = comparePackages(before.packages, after.packages);
  const sameWire = then.wire !== undefined && then.wire.method === now.wire?.method;
  const disk = deltaOf(then.disk, now.disk);
  return {
    disk,
    loaded: deltaOf(then.loaded, now.loaded),
    ...(sameWire && now.wire ? { wire: deltaOf(then.wire.bytes, now.wire.bytes) } : {}),
    parts: partDeltas(then.parts, now.parts),
    ...(packages === undefined ? {} : { packages }),
    modules: compareModules(before.facts.go, after.facts.go, packages),
    differences,
    comparable: !differences.some(({ code }) => code === 'platform'),
    isNoise: isNoise(disk.bytes, disk.before, noise),
  };
}

function deltaOf(before: number, after: number): Delta {
  return { before, after, bytes: after - before };
}

function partDeltas(before: Parts, after: Parts): SizeComparison['parts'] {
  return {
    codeAndData: deltaOf(before.codeAndData, after.codeAndData),
    pclntab: deltaOf(before.pclntab, after.pclntab),
    symbols: deltaOf(before.symbols, after.symbols),
    debug: deltaOf(before.debug, after.debug),
    padding: deltaOf(before.padding, after.padding),
  };
}
