/** Percent, both ends included. */
export interface PercentRange {
  readonly from: number;
  readonly to: number;
}

/** A range such as `25%..65%`; or a sentence that says what is wrong with it. */
export function parsePercentRange(text: string): PercentRange | string {
  const match = /^(\d{1,3}(?:\.\d{1,3})?)% ?\.\. ?(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text);
  if (match === null) return `\`${text}\` is not a range: write it as \`25%..65%\``;
  const [from, to] = [Number(match[1]), Number(match[2])];
  if (to > 100) return `\`${text}\` reaches beyond 100 %`;
  if (from > to) return `\`${text}\` ends before it begins`;
  return { from, to };
}
