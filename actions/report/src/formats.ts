import { type Inputs, nearest, RequestError } from '@gosymbols/host';

export const FORMATS = ['terminal', 'markdown', 'html', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * The formats asked for; entries stand on lines of their own or are separated by commas.
 * @throws RequestError for a name that is none
 */
export function formatsOf(inputs: Inputs): ReadonlySet<Format> {
  const names = inputs.list('format').flatMap((line) => line.split(/[\s,]+/).filter((name) => name !== ''));
  return new Set(
    names.map((name) => {
      const format = FORMATS.find((known) => known === name);
      if (format !== undefined) return format;
      const guess = nearest(name, FORMATS);
      throw new RequestError(`input \`format\` names \`${name}\`, which is no format`, {
        code: 'INPUT_VALUE',
        next: guess === undefined ? `Choose from ${FORMATS.join(', ')}.` : `Did you mean \`${guess}\`?`,
      });
    }),
  );
}
