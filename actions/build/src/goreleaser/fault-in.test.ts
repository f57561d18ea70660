import { expect, test } from 'vitest';
import { faultIn } from './fault-in.ts';

test.each([
  ['on its line', ['  • building', '  ⨯ release failed after 0s    error=no such build'], 'no such build'],
  [
    'in a box',
    [
      '  ⨯ release failed after 8s    ',
      '    error=',
      '    │ build failed: exit status 1: package x',
      '    │ cmd/x: excluded',
      '    target=linux_amd64_v1',
    ],
    'build failed: exit status 1: package x cmd/x: excluded',
  ],
  ['alone', ['  ⨯ command failed'], 'command failed'],
  ['none', ['a', 'last words'], 'last words'],
  ['silence', [], undefined],
] as const)('%s', (_, said, fault) => {
  expect(faultIn(said)).toBe(fault);
});
