import { expect, test } from 'vitest';
import { packageOf, scanImports } from './scan-imports.ts';

test.each<[string, string, boolean]>([
  ["import { a } from '@x/a';", '@x/a', false],
  ["import type { A } from '@x/a';", '@x/a', true],
  ["import { type A, type B } from '@x/a';", '@x/a', true],
  ["import { type A, b } from '@x/a';", '@x/a', false],
  ["import {\n  type A,\n  type B,\n} from '@x/a';", '@x/a', true],
  ["import {\n  type A,\n  b as c,\n} from '@x/a';", '@x/a', false],
  ["import d from '@x/a';", '@x/a', false],
  ["import type D from '@x/a';", '@x/a', true],
  ["import d, { type A } from '@x/a';", '@x/a', false],
  ["import * as all from '@x/a';", '@x/a', false],
  ["import '@x/a';", '@x/a', false],
  ["export { a } from './a.ts';", './a.ts', false],
  ["export type { A } from './a.ts';", './a.ts', true],
  ["export { type A } from './a.ts';", './a.ts', true],
  ["export * from './a.ts';", './a.ts', false],
  ["export type * from './a.ts';", './a.ts', true],
  ["const a = await import('@x/a');", '@x/a', false],
  ["const a = { 'b': () => import('@x/a') };", '@x/a', false],
  ["const a = () => import(\n  '@x/a'\n);", '@x/a', false],
])('%s', (text, from, typeOnly) => {
  expect(scanImports(text)).toEqual([{ from, typeOnly, line: 1 }]);
});

test.each([
  "export const from = 'not a module';",
  "export type From = 'not a module';",
  "// import { a } from 'x';",
  "const text = 'import { a } from x';",
  'const text = "await import(\'x\')";',
  "export function a(): string {\n  return 'b';\n}",
])('no import: %s', (text) => {
  expect(scanImports(text)).toEqual([]);
});

test('lines are counted, and kinds are kept apart', () => {
  const text = "// one\nimport a from 'a';\nimport type { B } from 'b';\n\nawait import('c');\n";
  expect(scanImports(text)).toEqual([
    { from: 'a', typeOnly: false, line: 2 },
    { from: 'b', typeOnly: true, line: 3 },
    { from: 'c', typeOnly: false, line: 5 },
  ]);
});

test('the package of a specifier', () => {
  expect(packageOf('@x/a/deep/file')).toBe('@x/a');
  expect(packageOf('a/deep')).toBe('a');
  expect(packageOf('./a.ts')).toBeUndefined();
  expect(packageOf('node:fs')).toBeUndefined();
});
