import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain, two\nlines and a\ttab', 'plain, two\nlines and a\ttab'],
  ['a\u001b[2Jb', 'a\\u{1b}[2Jb'],
  ['a\u009b31mb', 'a\\u{9b}31mb'],
  ['over\rwritten', 'over\\u{d}written'],
  ['abc\u202egpj', 'abc\\u{202e}gpj'],
  ['日本 🚀 é', '日本 🚀 é'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
