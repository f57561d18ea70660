import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Import, scanImports } from './scan-imports.ts';

export const ROOT: string = join(import.meta.dirname, '..', '..');

const SCOPE = '@gosymbols/';

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** A test, or something that only tests import. */
  readonly forTests: boolean;
  readonly imports: readonly Import[];
}

export interface Workspace {
  /** Name in package.json without its scope. */
  readonly name: string;
  /** Folder from the root, e.g. `packages/elf`. */
  readonly folder: string;
  /** Packages that package.json declares. */
  readonly declared: ReadonlySet<string>;
  readonly files: readonly SourceFile[];
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): Manifest & { readonly version: string } {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Every package and every action. */
export function readWorkspaces(): Workspace[] {
  return ['packages', 'actions'].flatMap((top) =>
    readdirSync(join(ROOT, top))
      .sort()
      .map((entry) => {
        const folder = `${top}/${entry}`;
        const { name, dependencies, devDependencies } = readManifest(folder);
        return {
          name: name.replace(SCOPE, ''),
          folder,
          declared: new Set(Object.keys({ ...dependencies, ...devDependencies })),
          files: readSources(folder),
        };
      }),
  );
}

/** TypeScript and JavaScript files under a folder, with what they import. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|js|mjs)$/.test(path) && !/\/(node_modules|dist)\//.test(path))
    .sort()
    .map((path) => ({
      path,
      forTests: /\.test\.ts$|\/testing\//.test(path),
      imports: scanImports(readFileSync(join(ROOT, path), 'utf8')),
    }));
}

/** The workspace that a bare import names, without its scope; undefined for other people's packages. */
export function workspaceOf(packageName: string): string | undefined {
  return packageName.startsWith(SCOPE) ? packageName.slice(SCOPE.length) : undefined;
}
