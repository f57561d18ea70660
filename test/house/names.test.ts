import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { output } from '../support/run.ts';
import { ROOT } from './workspaces.ts';

const tracked = output('git', ['ls-files', '-z'], { cwd: ROOT }).split('\0').filter(Boolean);

test('nothing is named after the drawer it was thrown into', () => {
  const drawer = /(^|\/)(utils?|commons?|shared|core|helpers?|misc)(\.|\/|$)/i;
  expect(tracked.filter((path) => drawer.test(path))).toEqual([]);
});

test('no file speaks of the machine that it was written on', () => {
  const machine = /(?<![\w.-])\/(work|root)\/\w/;
  const wrong = tracked.flatMap((path) => {
    const lines = readTracked(path).split('\n');
    return lines.flatMap((line, index) => (machine.test(line) ? [`${path}:${index + 1}`] : []));
  });
  expect(wrong).toEqual([]);
});

/** Empty for what was deleted and not yet committed. */
function readTracked(path: string): string {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return '';
  }
}
