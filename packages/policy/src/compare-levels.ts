import type { Level, PublishedLevel } from './level.ts';

/** All levels, lowest first, as `min:` takes them. */
export const LEVELS: readonly Level[] = ['D0', 'D1', 'D2', 'D3*', 'D3', 'D4'];
export const PUBLISHED_LEVELS: readonly PublishedLevel[] = LEVELS.flatMap((level): PublishedLevel[] =>
  level === 'D3' || level === 'D4' ? [level] : [level, `${level}+x3`],
);

type Holding = 'names' | 'symtab' | 'dwarf' | 'unoptimised' | 'x3';

const HOLDINGS: Readonly<Record<Level, readonly Holding[]>> = {
  D0: [],
  D1: ['names'],
  D2: ['names', 'symtab'],
  'D3*': ['names', 'dwarf'],
  D3: ['names', 'symtab', 'dwarf', 'x3'],
  D4: ['names', 'symtab', 'dwarf', 'unoptimised', 'x3'],
};

/**
 * Whether a file at `level` offers everything that `min` asks for. Not every pair has an order: D3* has DWARF and no
 * `.symtab`, D2 the other way round, so neither meets the other. D3 meets `+x3`: it needs no debug file.
 */
export function meetsLevel(level: PublishedLevel, min: PublishedLevel): boolean {
  const held = holdings(level);
  return holdings(min).every((holding) => held.includes(holding));
}

/** For sorting: negative where `a` is lower. D0 < D1 < D2 < D3* < D3 < D4, and `+x3` is above its own level. */
export function compareLevels(a: PublishedLevel, b: PublishedLevel): number {
  return rank(a) - rank(b);
}

function holdings(level: PublishedLevel): readonly Holding[] {
  const own = HOLDINGS[aloneOf(level)];
  return isPublished(level) ? [...own, 'x3'] : own;
}

function rank(level: PublishedLevel): number {
  return LEVELS.indexOf(aloneOf(level)) + (isPublished(level) ? 0.5 : 0);
}

/** The level of the file by itself. */
export function aloneOf(level: PublishedLevel): Level {
  return level.replace('+x3', '') as Level;
}

/** Whether the level counts a published debug file. */
export function isPublished(level: PublishedLevel): boolean {
  return level.endsWith('+x3');
}
