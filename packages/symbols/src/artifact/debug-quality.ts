import { ANNOTATION_FUNCTIONS, ANNOTATION_LEVEL, ANNOTATION_SYMBOLS } from './annotation-keys.ts';

/** How much a debug file tells of its build. */
export interface DebugQuality {
  /** Level of the shipped binary with this file (docs/policy.md), for people. */
  readonly level: string;
  /** Functions that its DWARF describes. */
  readonly functions: number;
  /** Entries of its symbol table. */
  readonly symbols: number;
}

/**
 * Positive where `a` tells more: DWARF counts before symbols. Levels are not compared: how a binary was compiled is the
 * same for all debug files of one build.
 */
export function compareQuality(a: DebugQuality, b: DebugQuality): number {
  return a.functions - b.functions || a.symbols - b.symbols;
}

export function spellQuality({ level, functions, symbols }: DebugQuality): string {
  return `level ${level}, ${functions} functions in DWARF, ${symbols} symbols`;
}

export function qualityAnnotations(quality: DebugQuality | undefined): Readonly<Record<string, string>> {
  if (quality === undefined) return {};
  return {
    [ANNOTATION_LEVEL]: quality.level,
    [ANNOTATION_FUNCTIONS]: String(quality.functions),
    [ANNOTATION_SYMBOLS]: String(quality.symbols),
  };
}

/** Undefined where nothing usable was said. */
export function readQuality(annotations: Readonly<Record<string, string>>): DebugQuality | undefined {
  const count = (key: string): number => Number(annotations[key] ?? Number.NaN);
  const [functions, symbols] = [count(ANNOTATION_FUNCTIONS), count(ANNOTATION_SYMBOLS)];
  if (!Number.isSafeInteger(functions) || !Number.isSafeInteger(symbols)) return undefined;
  return { level: annotations[ANNOTATION_LEVEL] ?? '', functions, symbols };
}
