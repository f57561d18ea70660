import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TOOLS } from '../support/tools.ts';
import { ROOT } from './workspaces.ts';

const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');

function table(name: string): string[] {
  const lines = new RegExp(`^${name}=\\(\\n([^)]*)\\)`, 'm').exec(script)?.[1];
  return lines?.split(/\s+/).filter(Boolean) ?? [];
}

const debian = table('debian').map((name) => `apt-get install ${name}`);
const goTools = table('go_tools').map((entry) => {
  const [, version = '', module = ''] = /^[^@]+@([^=]+)=(.+)$/.exec(entry) ?? [];
  return `go install ${module}@${version}`;
});
const pythonTools = table('python_tools').map((entry) => `pip install ${entry}`);

test('.ci/run installs every tool, at the version that its absence names', () => {
  const installed = new Set([...debian, ...goTools, ...pythonTools]);
  const missing = Object.entries(TOOLS).filter(([, { install }]) => !installed.has(install));
  expect(missing.map(([name, { install }]) => `${name}: ${install}`)).toEqual([]);
});

test('.ci/run pins what it builds', () => {
  expect(goTools.length).toBeGreaterThan(0);
  for (const line of pythonTools) expect(line).toMatch(/^pip install \S+==\d+\.\d+\.\d+$/);
  for (const line of goTools) expect(line).toMatch(/^go install \S+@v\d+\.\d+\.\d+$/);
});
