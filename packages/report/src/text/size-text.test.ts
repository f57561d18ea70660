import { describe, expect, test } from 'vitest';
import {
  countText,
  dateText,
  deltaText,
  percentDeltaText,
  percentText,
  plainText,
  sizeText,
} from './size-text.ts';

describe('sizes for people', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1024 * 1024 - 1, '1.0 MiB'],
    [8_694_539, '8.3 MiB'],
    [1024 ** 3 - 1, '1.00 GiB'],
    [2.25 * 1024 ** 3, '2.25 GiB'],
    [-4096, '-4.0 KiB'],
  ])('%d bytes', (bytes, text) => {
    expect(plainText(sizeText(bytes))).toBe(text);
  });

  test('a change is always signed', () => {
    expect([-2048, 0, 2048].map((bytes) => plainText(deltaText(bytes)))).toEqual([
      '-2.0 KiB',
      '±0 B',
      '+2.0 KiB',
    ]);
    expect([-41.26, 0.01, 2].map((share) => plainText(percentDeltaText(share)))).toEqual([
      '-41.3 %',
      '±0 %',
      '+2.0 %',
    ]);
  });

  test('a figure and its unit are not parted by a line break', () => {
    expect(sizeText(2048)).toContain('\u00a0');
    expect(percentText(3)).toContain('\u00a0');
  });

  test('counts and dates', () => {
    expect(countText(1, 'binary', 'binaries')).toBe('1 binary');
    expect(countText(5000, 'binary', 'binaries')).toBe('5,000 binaries');
    expect(dateText('2026-11-24T09:30:15.000Z')).toBe('2026-11-24 09:30 UTC');
    expect(dateText('yesterday')).toBe('yesterday');
  });
});
