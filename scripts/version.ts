import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Status {
  readonly changesets: readonly {
    readonly summary: string;
    readonly releases: readonly { readonly type: string }[];
  }[];
}

/** Headings of the change log, the gravest first. */
const HEADINGS = { major: 'Breaking', minor: 'New', patch: 'Mended' } as const;

/**
 * Takes what `.changeset/` waits to release: the next version in every package.json, in VERSION and in the lock file,
 * and its section at the top of CHANGELOG.md. One version, one change log for all: `changeset version` alone knows
 * neither the root package nor code.
 * @returns the new version; undefined where nothing waits
 */
export function takeVersion(root: string, today: string): string | undefined {
  const changes = pending(root);
  if (changes.length === 0) return undefined;
  changeset(root, 'version');
  const { version } = manifest(join(root, 'packages/record/package.json'));
  replaceIn(join(root, 'package.json'), /"version": "[^"]+"/, `"version": "${version}"`);
  replaceIn(join(root, 'packages/record/src/version.ts'), /'\d+\.\d+\.\d+[^']*'/, `'${version}'`);
  writeFileSync(join(root, 'CHANGELOG.md'), withSection(root, version, today, changes));
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return version;
}

interface Change {
  readonly type: keyof typeof HEADINGS;
  readonly summary: string;
}

/** @throws when the changesets cannot be read, e.g. one that names a package that is not there */
function pending(root: string): readonly Change[] {
  const folder = mkdtempSync(join(tmpdir(), 'changesets-'));
  try {
    const file = join(folder, 'status.json');
    // Without `since`, `status` compares with nothing and lists what waits.
    changeset(root, 'status', `--output=${file}`);
    const { changesets } = JSON.parse(readFileSync(file, 'utf8')) as Status;
    return changesets.map(({ summary, releases }) => ({ summary, type: gravest(releases) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function gravest(releases: readonly { readonly type: string }[]): Change['type'] {
  const types = Object.keys(HEADINGS) as Change['type'][];
  return types.find((type) => releases.some((one) => one.type === type)) ?? 'patch';
}

function changeset(root: string, ...args: readonly string[]): void {
  const program = join(root, 'node_modules/@changesets/cli/bin.js');
  execFileSync(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function withSection(root: string, version: string, today: string, changes: readonly Change[]): string {
  const parts = Object.entries(HEADINGS).flatMap(([type, heading]) => {
    const entries = changes.filter((change) => change.type === type).map(({ summary }) => entryOf(summary));
    return entries.length === 0 ? [] : [`### ${heading}\n\n${entries.join('')}`];
  });
  const section = `## ${version} (${today})\n\n${parts.join('\n')}`;
  const log = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const at = log.search(/^## /m);
  return at === -1 ? `${log}\n${section}` : `${log.slice(0, at)}${section}\n${log.slice(at)}`;
}

function entryOf(summary: string): string {
  return `- ${summary.trim().replaceAll('\n', '\n  ')}\n`;
}

function manifest(path: string): { readonly version: string } {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function replaceIn(path: string, what: RegExp, by: string): void {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(what, by);
  if (after === before && !before.includes(by)) throw new Error(`${path}: no version in it`);
  writeFileSync(path, after);
}

if (import.meta.main) {
  const version = takeVersion(process.cwd(), new Date().toISOString().slice(0, 10));
  console.log(version ?? 'nothing waits to be released');
}
