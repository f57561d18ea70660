import { expect, test } from 'vitest';
import { parseDate } from './parse-date.ts';
import { parsePercentRange } from './parse-percent-range.ts';
import { parseSize } from './parse-size.ts';

test.each([
  ['0B', 0],
  ['1 KiB', 1024],
  ['10.5MiB', 11_010_048],
  ['2GiB', 2_147_483_648],
  ['1kB', 1000],
  ['12MB', 12_000_000],
  ['1.5GB', 1_500_000_000],
  ['0.001KiB', 1],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  ['10', '`10` has no unit: only B KiB MiB GiB or kB MB GB'],
  ['10M', '`M` is not a unit: only B KiB MiB GiB or kB MB GB'],
  ['10mb', '`mb` is not a unit'],
  ['10KB', '`KB` is not a unit'],
  ['10TiB', '`TiB` is not a unit'],
  ['1.5B', '`1.5B` is not a whole number of bytes'],
  ['-1MiB', 'is not a size'],
  ['1e3MiB', 'is not a size'],
  ['10  MiB', 'is not a size'],
  ['1,5MiB', 'is not a size'],
  ['', 'is not a size'],
  ['999999999999999GiB', 'is larger than any file'],
])('%s is refused', (text, wrong) => {
  expect(parseSize(text)).toContain(wrong);
});

test.each([
  ['25%..65%', { from: 25, to: 65 }],
  ['0%..100%', { from: 0, to: 100 }],
  ['12.5% .. 28%', { from: 12.5, to: 28 }],
  ['25..65', '`25..65` is not a range: write it as `25%..65%`'],
  ['25%', '`25%` is not a range'],
  ['65%..25%', '`65%..25%` ends before it begins'],
  ['20%..120%', '`20%..120%` reaches beyond 100 %'],
])('percent range %s', (text, range) => {
  if (typeof range === 'string') expect(parsePercentRange(text)).toContain(range);
  else expect(parsePercentRange(text)).toEqual(range);
});

test.each([
  ['2028-02-29', { date: '2028-02-29' }],
  ['2027-02-29', '`2027-02-29` is not in the calendar'],
  ['2027-13-01', '`2027-13-01` is not in the calendar'],
  ['31.12.2027', '`31.12.2027` is not a date: write it as `2027-12-31`'],
])('date %s', (text, date) => {
  expect(parseDate(text)).toEqual(typeof date === 'string' ? expect.stringContaining(date) : date);
});
