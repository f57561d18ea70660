import type { BinaryFacts } from '@gosymbols/inspect';
import type { Level, LevelVerdict, PublishedLevel } from './level.ts';
import { levelOf } from './level-of.ts';

/**
 * Level of a stripped file with a debug file beside it, as a debugger that finds both sees it. A debug file with
 * another GNU build ID adds nothing, and the first reason says so.
 */
export function levelWithDebug(stripped: BinaryFacts, debug: BinaryFacts): LevelVerdict {
  const mismatch = whyMismatched(stripped, debug);
  if (mismatch === undefined) return levelOf(joinFacts(stripped, debug));
  const alone = levelOf(stripped);
  return { level: alone.level, reasons: [mismatch, ...alone.reasons] };
}

/** The facts of both halves together: what runs is the stripped file's, what is debugged comes from either. */
export function joinFacts(stripped: BinaryFacts, debug: BinaryFacts): BinaryFacts {
  const symtab = fuller(stripped.symtab, debug.symtab);
  const dwarf = fuller(stripped.dwarf, debug.dwarf);
  return {
    ...stripped,
    ...(symtab === undefined ? {} : { symtab }),
    ...(dwarf === undefined ? {} : { dwarf }),
  };
}

/** A stripped file may keep an empty remnant of a table that the debug file has whole. */
function fuller<T extends { readonly functions: number }>(
  own: T | undefined,
  other: T | undefined,
): T | undefined {
  if (own === undefined || other === undefined) return own ?? other;
  return own.functions >= other.functions ? own : other;
}

/** The level with `+x3` where the debug file, joined, gives D3 or more that the file alone has not. */
export function publishedLevel(alone: Level, withDebug: Level | undefined): PublishedLevel {
  const adds = (withDebug === 'D3' || withDebug === 'D4') && alone !== 'D3' && alone !== 'D4';
  return adds ? `${alone}+x3` : alone;
}

/** Why the two are not halves of one build, by their GNU build IDs; undefined where they may be. */
export function whyMismatched(stripped: BinaryFacts, debug: BinaryFacts): string | undefined {
  const [ours, theirs] = [stripped.buildIds.gnu, debug.buildIds.gnu];
  if (ours === theirs || ours === undefined || theirs === undefined) return undefined;
  return `the debug file belongs to another build: build ID ${theirs}, not ${ours}`;
}
