import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import spec from '../action.yml';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

function namesUnder(heading: string): string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '');
}

test('the README lists the inputs and outputs of action.yml, in its order', () => {
  expect(namesUnder('Inputs')).toEqual(Object.keys(spec.inputs ?? {}));
  expect(namesUnder('Outputs')).toEqual(Object.keys(spec.outputs ?? {}));
});
