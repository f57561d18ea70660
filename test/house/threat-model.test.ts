import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './workspaces.ts';

const page = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| Wants \|/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

/** `file`: "title" */
const NAMED = /`((?:test|packages|actions)\/[\w/.-]+\.test\.ts)`: "([^"]+)"/g;

test.each([
  'The author of a fork',
  'A malicious binary, debug file or image',
  'A registry, or whoever may write to it',
  'The author of a policy',
  'A compromised dependency',
  'What is not stopped',
])('it has a section on: %s', (heading) => {
  expect(page).toContain(`\n## ${heading}\n`);
});

test('every threat has a defence and a test that shows it', () => {
  expect(rows.length).toBeGreaterThan(30);
  const bare = rows.filter(
    ([wants = '', stops = '', shown = '', ...more]) =>
      wants === '' ||
      stops === '' ||
      more.length > 0 ||
      shown.replaceAll(NAMED, '').replaceAll('; ', '') !== '',
  );
  expect(bare).toEqual([]);
  expect(rows.filter(([, , shown = '']) => [...shown.matchAll(NAMED)].length === 0)).toEqual([]);
});

test('every test that it names is there, under that title', () => {
  const named = [...page.matchAll(NAMED)].map(([, file = '', title = '']) => ({ file, title }));
  expect(named.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(named.filter(({ file, title }) => !titlesOf(file).has(title))).toEqual([]);
});

/** Titles as they are written: the first argument of `test(…)`, and of what `test.each(…)` and its like return. */
function titlesOf(file: string): ReadonlySet<string> {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const written = text.matchAll(/(?:\btest\(|[\])]\)\(|\bdescribe\()\s*(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1/g);
  const each = text.matchAll(/\btest\.each(?:<[^(]+>)?\(\w+\)\((['"`])((?:(?!\1)[^\\\n]|\\.)+)\1/g);
  return new Set([...written, ...each].map(([, , title = '']) => title.replaceAll(/\\(['"`])/g, '$1')));
}
