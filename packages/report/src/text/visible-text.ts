/**
 * C0 and C1 controls, line and paragraph separators, bidirectional controls (Unicode UAX #9), zero-width
 * characters, variation and tag characters, and lone surrogates: a reader cannot see them, a terminal or a page obeys them.
 */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

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
  const characters = [...text];
  if (characters.length <= limit) return text;
  if (limit <= 1) return '…';
  const head = Math.ceil((limit - 1) / 2);
  const tail = limit - 1 - head;
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}
