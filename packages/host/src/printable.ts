/** Controls (ECMA-48, C1 too) and what turns text around (Unicode UAX #9); line feeds and tabs may stay. */
const OBEYED = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text with names that others chose, for a terminal or a log: what they would obey is spelled, as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
