import type { BinaryFacts } from './facts.ts';

/** The debug half of a split: it has the code's headers, and none of the code. */
export function isDebugFile({ sections }: Pick<BinaryFacts, 'sections'>): boolean {
  const code = sections.filter(({ flags }) => flags.includes('X'));
  return code.length > 0 && code.every(({ type }) => type === 'NOBITS');
}
