import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

test.each([
  [
    'Bearer realm="https://auth.io/token",service="reg,with comma",scope="repository:a/b:pull,push"',
    [
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.io/token',
          service: 'reg,with comma',
          scope: 'repository:a/b:pull,push',
        },
      },
    ],
  ],
  [
    'Basic realm="a \\"quoted\\" name", Bearer realm=x , service = y',
    [
      { scheme: 'basic', parameters: { realm: 'a "quoted" name' } },
      { scheme: 'bearer', parameters: { realm: 'x', service: 'y' } },
    ],
  ],
  [
    'Negotiate abc123==, BASIC REALM="r"',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'r' } },
    ],
  ],
  ['Negotiate', [{ scheme: 'negotiate', parameters: {} }]],
  ['Bearer realm="unclosed', [{ scheme: 'bearer', parameters: {} }]],
  ['', []],
  [', ,', []],
])('%s', (header, expected) => {
  expect(parseChallenges(header).slice(0, expected.length)).toEqual(expected);
});

test('a long hostile header is read in little time', () => {
  const started = performance.now();
  parseChallenges(`Bearer ${'a="'.repeat(5000)}`);
  parseChallenges(' ,'.repeat(5000));
  expect(performance.now() - started).toBeLessThan(2000);
});
