import leven from 'leven';

/** The nearest of `words`: one that `word` begins with, or few enough edits away to be a slip of the hand. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const longer = words.find((known) => known.length > 2 && word.startsWith(known));
  if (longer !== undefined) return longer;
  const ranked = words
    .map((known) => ({ known, distance: leven(word.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 3))
    ? best.known
    : undefined;
}

/** `, did you mean …?`, or `: one of …` where nothing is near. */
export function suggest(word: string, words: readonly string[]): string {
  const near = nearestWord(word, words);
  if (near !== undefined) return `, did you mean \`${near}\`?`;
  return words.length === 0 ? '' : `: ${words.length === 1 ? 'only' : 'one of'} ${words.join(', ')}`;
}
