import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'warn' | 'soft' | 'strong' | 'title';
export type Paint = (tone: Tone | undefined, text: string) => string;

const FORMATS = {
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  soft: 'dim',
  strong: 'bold',
  title: ['bold', 'dim'],
} as const;

/** Colours text, or leaves it as it is where the reader asked for none (https://no-color.org). */
export function paintOf(colour: boolean): Paint {
  return (tone, text) =>
    tone === undefined || !colour || text === ''
      ? text
      : styleText([...[FORMATS[tone]].flat()], text, { validateStream: false });
}
