/** Percent of something, such as `5%`; or a sentence that says what is wrong with it. */
export function parseShare(text: string): number | string {
  const match = /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(text);
  return match === null ? `\`${text}\` is not a share: write it as \`5%\`` : Number(match[1]);
}

/** Percent of a maximum that must lie unused, from `unused > 10%`; or a sentence that says what is wrong with it. */
export function parseUnused(text: string): number | string {
  const match = /^unused ?> ?(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(text);
  if (match === null) return `\`${text}\` is not understood: write it as \`unused > 10%\``;
  const share = Number(match[1]);
  return share < 100 ? share : `\`${text}\` never happens`;
}
