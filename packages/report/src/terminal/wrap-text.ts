/**
 * Breaks text at spaces into lines of at most `width` characters; a longer word stands alone and is not cut, so that
 * paths and commands can be copied. Lines after the first start with `indent`.
 */
export function wrapText(text: string, width: number, indent: string = ''): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  for (const word of text.trimStart().split(' ')) {
    if (line.trim() === '') line = `${line}${word}`;
    else if (line.length + 1 + word.length <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].join('\n');
}
