/**
 * Why GoReleaser failed, in its own words: what follows its sign for a fault, on the same line after `error=`, or, where
 * that is several lines, below it in a box. Otherwise its last line.
 */
export function faultIn(said: readonly string[]): string | undefined {
  const start = said.findIndex((line) => line.includes('⨯'));
  const line = said[start];
  if (line === undefined) return said.at(-1);
  const [, onLine] = /error=(.*)$/.exec(line) ?? [];
  if (onLine !== undefined && onLine.trim() !== '') return onLine.trim();
  const boxed = said
    .slice(start + 1)
    .filter((below) => /^\s*│/.test(below))
    .map((below) => below.replace(/^\s*│\s*/, '').trim())
    .filter((text) => text !== '');
  return boxed.length === 0 ? line.replace(/^\s*⨯\s*/, '').trim() : boxed.join(' ');
}
