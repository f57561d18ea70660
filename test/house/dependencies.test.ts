import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, readManifest, readWorkspaces } from './workspaces.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}
interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly name?: string;
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Entry>>;
};
const installed = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const folders = ['.', ...readWorkspaces().map(({ folder }) => folder)];
const manifests = folders.map((folder) => ({ folder, manifest: readManifest(folder) as Manifest }));
const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');

describe('package-lock.json', () => {
  test('knows the content of everything that is installed', () => {
    expect(installed.length).toBeGreaterThan(300);
    const loose = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  test('takes nothing from git, a URL or a folder that is no workspace', () => {
    const elsewhere = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
    const linked = Object.entries(lock.packages).filter(([, { link }]) => link === true);
    expect(linked.filter(([, { resolved = '' }]) => !folders.includes(resolved))).toEqual([]);
  });

  // `x-cjs` for an older x is how @isaacs/cliui has both.
  test('installs nothing under the name of another package', () => {
    const aliased = installed.filter(
      ([path, { name }]) =>
        name !== undefined && ![name, `${name}-cjs`].some((as) => path.endsWith(`/${as}`)),
    );
    expect(aliased.map(([path]) => path)).toEqual([]);
  });

  test('only packages that are allowed by name may run a script when installed', () => {
    const { allowScripts = {} } = readManifest('.') as Manifest;
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = running.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.sort()).toEqual(Object.keys(allowScripts).sort());
  });
});

describe.each(manifests)('$folder/package.json', ({ manifest }) => {
  test('pins every dependency to one version', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('is told about in docs/dependencies.md, with its reason', () => {
    const others = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@gosymbols/'));
    const rows = page.split('\n').filter((line) => /^\| .+ \| .+ \| \S.{10,} \|$/.test(line));
    expect(others.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual([]);
  });
});

test('docs/dependencies.md tells of no dependency that is gone', () => {
  const told = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const wanted = new Set(
    manifests.flatMap(({ manifest }) =>
      Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
    ),
  );
  expect(told.filter((name) => !wanted.has(name))).toEqual([]);
});

test('every tool of development has its place in docs/dependencies.md', () => {
  const { devDependencies = {} } = readManifest('.') as Manifest;
  const untold = Object.keys(devDependencies).filter(
    (name) => !name.startsWith('@types/') && !page.includes(`\`${name}\``),
  );
  expect(untold).toEqual([]);
});
