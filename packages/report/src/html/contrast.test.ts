import { describe, expect, test } from 'vitest';
import { TOKENS } from './style/tokens.ts';

const [light = '', dark = ''] = TOKENS.split('@media (prefers-color-scheme: dark)');

describe.each([
  ['light', light],
  ['dark', dark],
])('contrast, %s', (_, css) => {
  const colours = new Map(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gi)].map(([, name = '', hex = '']) => [name, hex]),
  );
  const ratio = (a: string, b: string): number => {
    const [high = 0, low = 0] = [luminance(colours.get(a)), luminance(colours.get(b))].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  test.each(
    ['paper', 'card', 'raised'].flatMap((ground) =>
      ['ink', 'soft', 'accent', 'good', 'bad', 'warn'].map((text) => [text, ground]),
    ),
  )('text %s on %s is at least 4.5:1', (text = '', ground = '') => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['good', 'bad', 'warn', 'accent'])('text %s on its own ground is at least 4.5:1', (text) => {
    expect(ratio(text, `${text}-ground`)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['codeAndData', 'pclntab', 'symbols', 'debug', 'padding', 'whole'])(
    'part %s stands out and carries its name',
    (part) => {
      expect(ratio(`p-${part}`, 'card')).toBeGreaterThanOrEqual(3);
      if (part !== 'padding') expect(ratio(`p-${part}`, 'on-part')).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('edges of controls are at least 3:1', () => {
    expect(ratio('edge', 'card')).toBeGreaterThanOrEqual(3);
  });
});

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string | undefined): number {
  if (hex === undefined) throw new Error('no such colour');
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
