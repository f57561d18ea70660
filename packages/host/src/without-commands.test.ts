import { expect, test } from 'vitest';
import { withoutCommands } from './without-commands.ts';

test.each([
  ['::error::x', ':\u200b:error::x'],
  ['  \t::set-output name=a::b', '  \t:\u200b:set-output name=a::b'],
  ['name\n::add-mask::a\r::stop-commands::b', 'name\n:\u200b:add-mask::a\r:\u200b:stop-commands::b'],
  ['a\n\n  ::warning::', 'a\n\n  :\u200b:warning::'],
  ['text ##[error]x', 'text ##\u200b[error]x'],
])('%j commands nothing', (text, harmless) => {
  expect(withoutCommands(text)).toBe(harmless);
});

test.each(['std::vector<int>', 'a :: b', 'https://[::1]:80', '# [x]', ''])('%j is left as it is', (text) => {
  expect(withoutCommands(text)).toBe(text);
});
