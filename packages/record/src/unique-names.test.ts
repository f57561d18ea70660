import { expect, test } from 'vitest';
import { uniqueNames } from './unique-names.ts';

const linux = { os: 'linux', arch: 'amd64' };

test.each([
  ['nothing', [], []],
  ['names that differ', [['api'], ['worker']], ['api', 'worker']],
  [
    'one name on two platforms',
    [
      ['api', linux],
      ['api', { os: 'linux', arch: 'arm64' }],
      ['worker', linux],
    ],
    ['api_linux_amd64', 'api_linux_arm64', 'worker'],
  ],
  [
    'one name in two variants',
    [
      ['api', { ...linux, variant: 'v1' }],
      ['api', { ...linux, variant: 'v3' }],
    ],
    ['api_linux_amd64_v1', 'api_linux_amd64_v3'],
  ],
  ['one name without a platform', [['api'], ['api']], ['api_1', 'api_2']],
  [
    'one name twice on a platform',
    [
      ['api', linux],
      ['api', linux],
    ],
    ['api_linux_amd64_1', 'api_linux_amd64_2'],
  ],
  ['a number that is a name already', [['api'], ['api_1'], ['api']], ['api_2', 'api_1', 'api_3']],
] as const)('%s', (_, files, names) => {
  expect(uniqueNames(files.map(([base, platform]) => ({ base, platform })))).toEqual(names);
});
