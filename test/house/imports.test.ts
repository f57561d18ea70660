import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowedFor } from './import-table.ts';
import { type Import, packageOf } from './scan-imports.ts';
import { readManifest, readSources, readWorkspaces, type SourceFile, workspaceOf } from './workspaces.ts';

const workspaces = readWorkspaces();
const rootDevelopment = new Set(Object.keys(readManifest('.').devDependencies ?? {}));

/** `file:line` and what is wrong there, of each import that `judge` has something to say about. */
function breaches(
  files: readonly SourceFile[],
  judge: (found: Import, file: SourceFile) => string | undefined,
): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((found) => {
      const wrong = judge(found, file);
      return wrong === undefined ? [] : [`${file.path}:${found.line}: ${wrong}`];
    }),
  );
}

describe.each(workspaces)('$folder', ({ name, folder, declared, files }) => {
  test('imports in the direction of the table', () => {
    const allowed = allowedFor(name);
    if (allowed === undefined) throw new Error(`${folder} is not in test/house/import-table.ts`);
    const { values, types = [] } = allowed;
    const wrong = breaches(files, ({ from, typeOnly }) => {
      const target = workspaceOf(packageOf(from) ?? '');
      if (target === undefined || values.includes(target)) return undefined;
      if (!types.includes(target)) return `${name} may not import ${target}`;
      return typeOnly ? undefined : `${name} may import only types of ${target}`;
    });
    expect(wrong).toEqual([]);
  });

  test('declares every package that it imports', () => {
    const wrong = breaches(files, ({ from }, { forTests }) => {
      const target = packageOf(from);
      if (target === undefined || declared.has(target)) return undefined;
      if (forTests && rootDevelopment.has(target)) return undefined;
      return `${target} is not in ${folder}/package.json`;
    });
    expect(wrong).toEqual([]);
  });

  test('reaches by path only into itself', () => {
    const wrong = breaches(files, ({ from }, { path, forTests }) => {
      if (!from.startsWith('.') || from.endsWith('.yml')) return undefined;
      const target = posix.join(posix.dirname(path), from);
      if (target.startsWith(`${folder}/`) || (forTests && target.startsWith('test/support/')))
        return undefined;
      return `${from} is in another package: import it by name`;
    });
    expect(wrong).toEqual([]);
  });
});

test('only the two edges, host and github, import @actions/*', () => {
  const others = workspaces
    .filter(({ name }) => name !== 'host' && name !== 'github')
    .flatMap(({ files }) => files);
  expect(
    breaches(others, ({ from }) => (from.startsWith('@actions/') ? `imports ${from}` : undefined)),
  ).toEqual([]);
});

test('scripts and tests import what the root declares', () => {
  const files = [...readSources('scripts'), ...readSources('test')];
  const wrong = breaches(files, ({ from }, { path }) => {
    const target = packageOf(from);
    if (target === undefined || rootDevelopment.has(target)) return undefined;
    if (path.startsWith('test/') && workspaceOf(target) !== undefined) return undefined;
    return `${target} is not in package.json`;
  });
  expect(wrong).toEqual([]);
});

test('no cycle', () => {
  const targets = new Map(
    workspaces.map(({ name, files }) => [
      name,
      new Set(
        files.flatMap(({ imports }) =>
          imports.flatMap(({ from }) => workspaceOf(packageOf(from) ?? '') ?? []),
        ),
      ),
    ]),
  );
  const cycles: string[] = [];
  const walk = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) cycles.push([...trail.slice(trail.indexOf(name)), name].join(' -> '));
    else for (const target of targets.get(name) ?? []) walk(target, [...trail, name]);
  };
  for (const { name } of workspaces) walk(name, []);
  expect(cycles).toEqual([]);
});
