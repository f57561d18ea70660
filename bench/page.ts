import { readFileSync, writeFileSync } from 'node:fs';

const OPEN = '<!-- measured -->';
const CLOSE = '<!-- /measured -->';

/** Replaces what stands between the marks. */
export function writeBetweenMarks(path: string, text: string): void {
  const page = readFileSync(path, 'utf8');
  const [from, to] = [page.indexOf(OPEN), page.indexOf(CLOSE)];
  if (from < 0 || to < from) throw new Error(`${path} lacks ${OPEN} before ${CLOSE}`);
  writeFileSync(path, `${page.slice(0, from)}${OPEN}\n\n${text}\n\n${page.slice(to)}`);
}
