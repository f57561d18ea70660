import { expect, test } from 'vitest';
import { DEFAULT_RETRY, isLastingFailure, isPassing, waitMs } from './back-off.ts';

test('Retry-After is honoured, as seconds or a date, within the limit', () => {
  expect(waitMs(DEFAULT_RETRY, 1, '3')).toBe(3000);
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(waitMs(DEFAULT_RETRY, 1, 'Thu, 01 Jan 2026 00:00:02 GMT', now)).toBe(2000);
  expect(waitMs(DEFAULT_RETRY, 1, 'Thu, 01 Jan 2020 00:00:02 GMT', now)).toBe(0);
  expect(waitMs(DEFAULT_RETRY, 1, '86400')).toBe(DEFAULT_RETRY.maxMs);
});

test('without it the wait doubles, with jitter', () => {
  for (const attempt of [1, 2, 3, 4]) {
    const base = DEFAULT_RETRY.baseMs * 2 ** (attempt - 1);
    const wait = waitMs(DEFAULT_RETRY, attempt, 'soon');
    expect(wait).toBeGreaterThanOrEqual(base);
    expect(wait).toBeLessThanOrEqual(2 * base);
  }
});

test('what passes and what lasts', () => {
  expect([200, 400, 401, 404, 408, 429, 500, 501, 502, 503, 504].filter(isPassing)).toEqual([
    408, 429, 500, 502, 503, 504,
  ]);
  const failure = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  expect(isLastingFailure(failure('ENOTFOUND'))).toBe(true);
  expect(isLastingFailure(failure('CERT_HAS_EXPIRED'))).toBe(true);
  expect(isLastingFailure(failure('ECONNRESET'))).toBe(false);
});
