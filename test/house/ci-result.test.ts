import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { ROOT } from './workspaces.ts';

interface File {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly tests: Readonly<Record<string, string>>;
}

function ciResult(report: readonly File[] | string | undefined, runStatus: number): string[] {
  using folder = scratch();
  const path = folder.at('report.json');
  const written =
    typeof report === 'string'
      ? report
      : JSON.stringify({
          testResults: report?.map(({ name, status, tests }) => ({
            name: join(ROOT, name),
            status,
            assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
          })),
        });
  if (report !== undefined) writeFileSync(path, written);
  const { status, stdout } = run(
    process.execPath,
    [join(ROOT, 'scripts/ci-result.mjs'), path, `${runStatus}`],
    {
      cwd: ROOT,
    },
  );
  return [...stdout.trimEnd().split('\n'), `exit ${status}`];
}

const GOOD: File = { name: 'a.test.ts', status: 'passed', tests: { one: 'passed', two: 'passed' } };

test('a good run', () => {
  expect(ciResult([GOOD], 0)).toEqual(['', '2 passed, 0 failed, 0 skipped', 'exit 0']);
});

test('failed tests', () => {
  const file: File = { name: 'b.test.ts', status: 'failed', tests: { three: 'failed', four: 'passed' } };
  expect(ciResult([GOOD, file], 1)).toEqual(['', '3 passed, 1 failed, 0 skipped', 'exit 1']);
});

test('skipped tests are named', () => {
  const file: File = { name: 'b.test.ts', status: 'passed', tests: { three: 'skipped', four: 'todo' } };
  expect(ciResult([GOOD, file], 0)).toEqual([
    'Skipped:',
    '  b.test.ts > three',
    '  b.test.ts > four',
    '',
    '2 passed, 0 failed, 2 skipped',
    'exit 0',
  ]);
});

test('a file that could not be loaded is a failure', () => {
  const file: File = { name: 'b.test.ts', status: 'failed', tests: {} };
  expect(ciResult([GOOD, file], 1)).toEqual([
    'Failed as a whole:',
    '  b.test.ts',
    '',
    '2 passed, 1 failed, 0 skipped',
    'exit 1',
  ]);
});

test('a failed run whose tests all passed has one failure', () => {
  expect(ciResult([GOOD], 1)).toEqual(['', '2 passed, 1 failed, 0 skipped', 'exit 1']);
});

test.each<[string, readonly File[] | string | undefined]>([
  ['that died before the tests', undefined],
  ['whose report is cut off', '{"testResults": ['],
  ['whose report is of another shape', '{}'],
  ['in which nothing ran', []],
])('a run %s has failed, whatever its exit status', (_, report) => {
  expect(ciResult(report, 0).slice(-2)).toEqual(['0 passed, 1 failed, 0 skipped', 'exit 1']);
  expect(ciResult(report, 3).slice(-2)).toEqual(['0 passed, 1 failed, 0 skipped', 'exit 3']);
});
