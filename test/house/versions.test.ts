import { VERSION } from '@gosymbols/record';
import { expect, test } from 'vitest';
import { readManifest, readWorkspaces } from './workspaces.ts';

test('VERSION is that of package.json, and of every workspace', () => {
  expect(VERSION).toBe(readManifest('.').version);
  const others = readWorkspaces().filter(({ folder }) => readManifest(folder).version !== VERSION);
  expect(others.map(({ folder }) => folder)).toEqual([]);
});
