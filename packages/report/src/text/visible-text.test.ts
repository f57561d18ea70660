import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';
import { middleCut, visibleText } from './visible-text.ts';

test.each([
  ['newline', 'a\nb', 'a\\nb'],
  ['escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
  ['right-to-left override', 'exe\u202egnp', 'exe\\u{202e}gnp'],
  ['zero-width space', 'a\u200bb', 'a\\u{200b}b'],
  ['lone surrogate', 'a\ud83d', 'a\\u{d83d}'],
  ['line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['language tag', 'a\u{e0041}', 'a\\u{e0041}'],
])('spells out: %s', (_, text, seen) => {
  expect(visibleText(text)).toBe(seen);
});

test('leaves other scripts and characters of four bytes alone', () => {
  expect(visibleText('שלום 日本 𝔊o 🚀')).toBe('שלום 日本 𝔊o 🚀');
});

test('cuts in the middle without splitting a character', () => {
  expect(middleCut('abcdefghij', 5)).toBe('ab…ij');
  expect(middleCut('🚀🚀🚀🚀', 3)).toBe('🚀…🚀');
  expect(middleCut('abc', 3)).toBe('abc');
  expect(middleCut('abc', 1)).toBe('…');
});

test.each([
  ['dist/api', 'dist/api'],
  ['my file', "'my file'"],
  ["it's", "'it'\\''s'"],
  ['$(reboot)', "'$(reboot)'"],
  ['-rf', "'-rf'"],
])('quotes %s for a shell', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test('offers no word for text that cannot be shown as it is', () => {
  expect(shellWord('a\nb')).toBeUndefined();
  expect(shellWord('a\u202eb')).toBeUndefined();
  expect(shellWord('')).toBeUndefined();
});
