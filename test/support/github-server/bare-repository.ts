import { join } from 'node:path';
import { output, run } from '../run.ts';

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A real bare git repository: git itself answers what a first parent, a merge base or a fast-forward is. */
export class BareRepository {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'repository.git');
    output('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.path], { env: IDENTITY });
  }

  git(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}): string {
    const { input, env = {} } = options;
    return output('git', ['--git-dir', this.path, ...args], {
      env: { ...IDENTITY, ...env },
      ...(input === undefined ? {} : { input }),
    }).trimEnd();
  }

  blob(content: string): string {
    return this.git(['hash-object', '-w', '--stdin'], { input: content });
  }

  /** @param entries path to blob; null takes the path out */
  tree(entries: Readonly<Record<string, string | null>>, base?: string): string {
    const env = { GIT_INDEX_FILE: join(this.path, 'test-index') };
    this.git(['read-tree', ...(base === undefined ? ['--empty'] : [base])], { env });
    const lines = Object.entries(entries).map(([path, sha]) =>
      sha === null ? `0 ${'0'.repeat(40)}\t${path}` : `100644 ${sha}\t${path}`,
    );
    this.git(['update-index', '--index-info'], { env, input: lines.map((line) => `${line}\n`).join('') });
    return this.git(['write-tree'], { env });
  }

  commit(message: string, parents: readonly string[], tree: string = this.tree({})): string {
    return this.git(['commit-tree', tree, '-m', message, ...parents.flatMap((parent) => ['-p', parent])]);
  }

  /** Commits on top of one another, each touching a file, oldest first. */
  line(count: number, onto?: string): string[] {
    const made: string[] = [];
    for (let at = 0; at < count; at++) {
      const tree = this.tree({ file: this.blob(`${onto ?? ''} ${at}`) });
      const parent = made.at(-1) ?? onto;
      made.push(this.commit(`change ${at}`, parent === undefined ? [] : [parent], tree));
    }
    return made;
  }

  point(ref: string, sha: string): void {
    this.git(['update-ref', ref, sha]);
  }

  /** The commit that a name leads to; undefined for none. */
  resolve(name: string): string | undefined {
    const { status, stdout } = run('git', [
      '--git-dir',
      this.path,
      'rev-parse',
      '--verify',
      '-q',
      `${name}^{commit}`,
    ]);
    return status === 0 ? stdout.trim() : undefined;
  }

  read(sha: string): Commit {
    const [line = ''] = this.git(['log', '-1', '--format=%H %T %P', sha]).split('\n');
    return commitOf(line);
  }

  /** As `git log` lists them: not the first parents alone. */
  history(sha: string, skip: number, count: number): Commit[] {
    const lines = this.git(['log', `--skip=${skip}`, `--max-count=${count}`, '--format=%H %T %P', sha]);
    return lines === '' ? [] : lines.split('\n').map(commitOf);
  }

  mergeBase(a: string, b: string): string | undefined {
    const { status, stdout } = run('git', ['--git-dir', this.path, 'merge-base', a, b]);
    return status === 0 ? stdout.trim() : undefined;
  }

  isAncestor(older: string, newer: string): boolean {
    return run('git', ['--git-dir', this.path, 'merge-base', '--is-ancestor', older, newer]).status === 0;
  }

  /** Content of a file at a commit; undefined where there is none. */
  file(commit: string, path: string): string | undefined {
    const { status, stdout } = run('git', ['--git-dir', this.path, 'show', `${commit}:${path}`]);
    return status === 0 ? stdout : undefined;
  }
}

function commitOf(line: string): Commit {
  const [sha = '', tree = '', ...parents] = line.split(' ').filter((word) => word !== '');
  return { sha, tree, parents };
}
