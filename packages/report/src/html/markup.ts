import { visibleText } from '../text/visible-text.ts';

/** HTML that is safe to put into a page: made here only. A class, because a forged document may have a field `markup`. */
class SafeMarkup {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Markup = SafeMarkup;

export type Insertable = Markup | string | number | undefined | false | readonly Insertable[];

/**
 * Builds markup; every inserted string is escaped, whether it stands in text or in a quoted attribute. `undefined`
 * and `false` insert nothing.
 */
export function html(pieces: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  const markup = pieces.reduce((text, piece, at) => {
    const value = values[at - 1];
    return `${text}${written(value)}${piece}`;
  });
  return new SafeMarkup(markup);
}

/** Text of our own that is HTML already: styles and scripts. */
export function verbatim(text: string): Markup {
  return new SafeMarkup(text);
}

/** A name from a file: what cannot be seen is spelled out, and its direction does not reach what stands beside it. */
export function named(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

/** Prose in which pairs of backticks mark code. */
export function prose(text: string): Markup {
  const pieces = text.split('`');
  return html`${pieces.map((piece, at) =>
    at % 2 === 1 && at < pieces.length - 1
      ? html`<code>${piece}</code>`
      : at % 2 === 1
        ? html`\`${piece}`
        : html`${piece}`,
  )}`;
}

function written(value: Insertable): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  if (value instanceof SafeMarkup) return value.markup;
  if (Array.isArray(value)) return value.map(written).join('');
  throw new TypeError(`cannot be put into a page: ${JSON.stringify(value)}`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visibleText(text.replaceAll('\n', ' ')).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? '',
  );
}
