import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '..', '..');

/** Every page that a user reads, from the root of the repository. */
export const PAGES: readonly string[] = [
  '*.md',
  'docs/*.md',
  'actions/*/README.md',
  'examples/**/README.md',
].flatMap((pattern) => globSync(pattern, { cwd: ROOT, exclude: ['**/node_modules'] }).sort());

/** A fenced block. */
export interface Block {
  readonly page: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** `text` where the fence names none. */
  readonly language: string;
  readonly text: string;
}

export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

export function blocksOf(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ index, 1: language, 2: body = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    language: language || 'text',
    text: body,
  }));
}

export const BLOCKS: readonly Block[] = PAGES.flatMap(blocksOf);

/** The one block of a page that holds a text. */
export function block(page: string, language: string, holding: string): string {
  const [found, ...more] = blocksOf(page).filter(
    (one) => one.language === language && one.text.includes(holding),
  );
  if (found === undefined || more.length > 0) throw new Error(`${page}: not one ${language} with ${holding}`);
  return found.text;
}

/** A page without its fenced blocks, line by line, so that numbers stay right. */
export function proseOf(page: string): string[] {
  let fenced = false;
  return textOf(page)
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) fenced = !fenced;
      return fenced || line.startsWith('```') ? '' : line;
    });
}
