import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('so many at once, in order, and a failure gives its turn on', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const task = (number: number): Promise<number> =>
    turns.take(async () => {
      begun.push(number);
      running += 1;
      most = Math.max(most, running);
      await sleep(1);
      running -= 1;
      if (number % 3 === 0) throw new Error(String(number));
      return number;
    });
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, number) => task(number)));
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(
    begun.map((number) => number % 3 !== 0),
  );
  expect(await task(1)).toBe(1);
});
