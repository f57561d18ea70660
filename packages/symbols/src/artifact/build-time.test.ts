import { expect, test } from 'vitest';
import { buildTime } from './build-time.ts';

test('SOURCE_DATE_EPOCH or 1970, never the clock', () => {
  expect(buildTime({})).toBe(0);
  expect(buildTime({ SOURCE_DATE_EPOCH: '' })).toBe(0);
  expect(buildTime({ SOURCE_DATE_EPOCH: '1764000000' })).toBe(1764000000);
});

test.each(['yesterday', '-1', '1.5', '99999999999'])('%s is refused', (text) => {
  expect(() => buildTime({ SOURCE_DATE_EPOCH: text })).toThrow(
    expect.objectContaining({ kind: 'request', code: 'SOURCE_DATE_EPOCH_FORMAT' }),
  );
});
