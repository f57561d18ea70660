import { expect, test } from 'vitest';
import type { BinaryModel } from '../model/report-model.ts';
import { keeping, tableOf } from './binary-columns.ts';

const named = (name: string): BinaryModel => ({ name }) as BinaryModel;
const all = ['a', 'b', 'c', 'd'].map(named);

test('a row is written once, however often the text is fitted', () => {
  const written: string[] = [];
  const { line } = tableOf([
    {
      title: 'Binary',
      cell: ({ name }) => {
        written.push(name);
        return name;
      },
    },
  ]);
  for (let round = 0; round < 20; round++) for (const binary of all) line(binary);
  expect(written).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  [4, 'abcd'],
  [2, 'bd'],
  [1, 'd'],
  [0, ''],
])('of the ranked, %i are kept in the order of the table', (limit, kept) => {
  const [a, b, c, d] = all as [BinaryModel, BinaryModel, BinaryModel, BinaryModel];
  const names = keeping(all, [d, b, a, c])(limit).map(({ name }) => name);
  expect(names.join('')).toBe(kept);
});
