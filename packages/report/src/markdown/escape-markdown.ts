import { middleCut, visibleText } from '../text/visible-text.ts';

/** Names longer than this are cut in the middle; a file system allows 255 bytes, a forged index any length. */
const NAME_LIMIT = 120;
/** Text that means nothing to Markdown inside a code span, and nothing to a table row. */
const PLAIN_CODE = /^[A-Za-z0-9 ._/+:@=,~*()#<>'"?;%-]+$/;

/**
 * A name from a file as inline code. GitHub makes no mentions, links or emoji inside code. A name that could end the
 * span or the table cell is written in entities, which cannot be structure (CommonMark 0.31, section 2.5).
 */
export function markdownCode(text: string, limit: number = NAME_LIMIT): string {
  const seen = middleCut(visibleText(text), limit);
  if (seen === '') return '<code>&nbsp;</code>';
  if (PLAIN_CODE.test(seen) && seen.trim() === seen) return `\`${seen}\``;
  return `<code>${unlinked(seen.replace(/[^\p{L}\p{N} /-]/gu, entityOf))}</code>`;
}

/**
 * Prose that may hold names from a file. Pairs of backticks become code; anything else that Markdown, HTML or GitHub
 * (mentions, issue numbers, links) would act on is taken apart.
 */
export function markdownText(text: string, limit: number = 600): string {
  const pieces = middleCut(visibleText(text), limit).split('`');
  // An odd number of pieces means that all backticks pair up.
  const paired = pieces.length % 2 === 1 ? pieces.length : pieces.length - 1;
  return pieces
    .map((piece, at) => {
      if (at % 2 === 1 && at < paired) return piece === '' ? '' : markdownCode(piece, limit);
      const tick = at >= paired ? '&#96;' : '';
      return `${tick}${plainProse(piece)}`;
    })
    .join('');
}

function plainProse(text: string): string {
  return unlinked(text.replace(/[\\*[\]<>#|~&@$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\S)/gu, entityOf));
}

/**
 * Entities do not keep a renderer from linking: addresses, @name and #12 are looked for in the finished text, where
 * they are characters again. A zero-width space takes them apart.
 */
function unlinked(text: string): string {
  return text.replace(/&#(?:64|35|58);/g, '$&&#8203;').replace(/\bwww(?=\.|&#46;)/gi, '$&&#8203;');
}

function entityOf(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
