import picomatch from 'picomatch';

/** What is wrong with a glob over paths of the repository; undefined where nothing is. */
export function whyBadPathGlob(glob: string): string | undefined {
  if (glob.includes('\\')) return `\`${glob}\` has a backslash: separate folders by \`/\``;
  if (/^(\/|[A-Za-z]:)/.test(glob)) return `\`${glob}\` is absolute: write it relative to the policy file`;
  if (glob.split(/[/{},]/).includes('..')) return `\`${glob}\` leads out of the repository`;
  return whyBadGlob(glob);
}

/** What is wrong with a glob over names. */
export function whyBadGlob(glob: string): string | undefined {
  if (glob === '') return 'an empty glob matches nothing';
  try {
    matcher(glob);
    return undefined;
  } catch (error) {
    return `\`${glob.slice(0, 40)}\` is not a glob: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** `*` within a path segment, `**` across; dot files match; a leading `!` is a plain character. */
export function matcher(glob: string): (text: string) => boolean {
  const matches = picomatch(glob, { dot: true, nonegate: true, strictBrackets: true });
  return (text) => matches(text);
}
