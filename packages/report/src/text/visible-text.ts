/**
 * Controls, format characters (bidirectional ones too, Unicode UAX #9), surrogates, line and paragraph separators,
 * and what fonts draw as nothing: a reader cannot see them, a terminal or a page obeys them.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Spells what cannot be seen as an escape (`\n`, `\u{202e}`), so that a name from a file reads as what it is. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const short = SHORT[character];
    return short ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Shortens to at most `limit` characters, keeping both ends: `github.com/ver…/name`. Never splits a code point. */
export function middleCut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  if (characters.length <= limit) return text;
  if (limit <= 1) return '…';
  const head = Math.ceil((limit - 1) / 2);
  const tail = limit - 1 - head;
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}
