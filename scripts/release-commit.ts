import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a release did. */
export interface Released {
  readonly tag: string;
  /** The tag of the major, where it was moved: never back, and not by a prerelease. */
  readonly moved: string | undefined;
  readonly commit: string;
}

/**
 * Releases HEAD: a commit that is on no branch, HEAD's tree and the built `dist/`, under the exact tag; the major's tag is
 * moved to it. Both are pushed at once or not at all. Branches, index and working tree stay as they are.
 * @returns undefined where this version is released already
 * @throws Error where the tree is not clean, `dist/` is not built, or the remote refuses
 */
export function releaseCommit(root: string, remote = 'origin'): Released | undefined {
  const git = gitIn(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const tag = `v${version}`;
  const major = `v${/^\d+/.exec(version)?.[0]}`;
  const there = tagsOf(git, remote);
  if (there.has(tag)) return undefined;
  assertReady(root, git);
  const commit = commitWithDist(root, git, tag);
  const moves = !version.includes('-') && isNewest(version, [...there.keys()]);
  git(
    'push',
    '--atomic',
    remote,
    `${commit}:refs/tags/${tag}`,
    ...(moves ? moveMajor(major, commit, there) : []),
  );
  return { tag, moved: moves ? major : undefined, commit };
}

type Git = (...args: readonly string[]) => string;

function gitIn(root: string, env: Readonly<Record<string, string>> = {}): Git {
  return (...args) =>
    execFileSync('git', args, { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' }).trim();
}

/** Tags of the remote with what they stand for: a checkout may have fetched none. */
function tagsOf(git: Git, remote: string): ReadonlyMap<string, string> {
  const lines = git('ls-remote', '--tags', '--refs', remote).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, id = '', name = ''] = /^(\S+)\trefs\/tags\/(.+)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, id]];
    }),
  );
}

function assertReady(root: string, git: Git): void {
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new Error(`the working tree is not clean:\n${changed}`);
  const mains = git('ls-files', 'action.yml', 'actions/*/action.yml')
    .split('\n')
    .map((file) => {
      const [, main = ''] = /^ {2}main: (.+)$/m.exec(readFileSync(join(root, file), 'utf8')) ?? [];
      return { file, main: join(root, file, '..', main) };
    });
  const missing = mains.find(({ main }) => !existsSync(main));
  if (missing !== undefined)
    throw new Error(`${missing.file} runs ${missing.main}, which is not there: run \`npm run build\``);
}

/** Made in an index of its own. Author and time are HEAD's, so that the same build gives the same commit. */
function commitWithDist(root: string, git: Git, tag: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const [name = '', email = '', date = ''] = git('log', '-1', '--format=%an%n%ae%n%aI').split('\n');
    const inOwn = gitIn(root, {
      GIT_INDEX_FILE: join(folder, 'index'),
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, name],
          [`GIT_${who}_EMAIL`, email],
          [`GIT_${who}_DATE`, date],
        ]),
      ),
    });
    inOwn('read-tree', 'HEAD');
    inOwn('add', '--force', '--', 'dist');
    return inOwn('commit-tree', inOwn('write-tree'), '-p', 'HEAD', '-m', `release: ${tag}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Refused when somebody else moved the tag meanwhile. */
function moveMajor(major: string, commit: string, there: ReadonlyMap<string, string>): readonly string[] {
  return [`--force-with-lease=refs/tags/${major}:${there.get(major) ?? ''}`, `${commit}:refs/tags/${major}`];
}

/** Among the releases of its major; a fix of an older line is not. */
function isNewest(version: string, tags: readonly string[]): boolean {
  const [major] = version.split('.');
  const others = tags.filter((tag) => new RegExp(`^v${major}\\.\\d+\\.\\d+$`).test(tag));
  return others.every((tag) => `v${version}`.localeCompare(tag, 'en', { numeric: true }) > 0);
}

if (import.meta.main) {
  const released = releaseCommit(process.cwd());
  const text =
    released === undefined
      ? 'this version is released already'
      : `${released.tag} is ${released.commit}${released.moved === undefined ? '' : `, and so is ${released.moved}`}`;
  console.log(text);
  const outputs = process.env['GITHUB_OUTPUT'];
  if (outputs !== undefined)
    appendFileSync(outputs, `tag=${released?.tag ?? ''}\ncommit=${released?.commit ?? ''}\n`);
}
