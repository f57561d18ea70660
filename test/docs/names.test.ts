import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES, ROOT, textOf } from './pages.ts';

/** What pages name between back quotes or in blocks, each with its page. */
function named(pattern: RegExp): { readonly page: string; readonly name: string }[] {
  return PAGES.flatMap((page) =>
    [...textOf(page).matchAll(pattern)].map(([, name = '']) => ({ page, name })),
  );
}

const spelled = (found: readonly { page: string; name: string }[]): string[] =>
  found.map(({ page, name }) => `${page}: ${name}`);

test('scripts of npm are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const found = [...named(/\bnpm run (?:-s )?([a-z:-]+)/g), ...named(/\bnpm (test)\b/g)];
  expect(found.length).toBeGreaterThan(5);
  expect(spelled(found.filter(({ name }) => !(name in scripts)))).toEqual([]);
});

test('files and folders of the repository are there', () => {
  const found = named(
    /`((?:packages|actions|test|docs|examples|scripts|bench|\.github|\.ci)\/[\w./*-]*[\w*/])`/g,
  );
  expect(found.length).toBeGreaterThan(20);
  const missing = found.filter(
    ({ name }) => !existsSync(join(ROOT, name)) && globSync(name, { cwd: ROOT }).length === 0,
  );
  // Workflows are of the reader's repository, and some actions GitHub's own.
  const elsewhere = /^(\.github\/|actions\/(checkout|setup-go|attest|upload-artifact|download-artifact)$)/;
  expect(spelled(missing.filter(({ name }) => !elsewhere.test(name)))).toEqual([]);
});

test('variables of the environment are read', () => {
  const found = named(/\b(GOSYMBOLS_[A-Z_]+)\b/g);
  expect(found.length).toBeGreaterThan(3);
  const sources = ['packages', 'actions', 'test', 'scripts', '.ci']
    .flatMap((folder) =>
      globSync('**/{*.ts,*.mjs,run}', { cwd: join(ROOT, folder) }).map((path) => join(ROOT, folder, path)),
    )
    .filter((path) => !path.includes('node_modules') && !path.endsWith('names.test.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  expect(spelled(found.filter(({ name }) => !sources.includes(name)))).toEqual([]);
});
