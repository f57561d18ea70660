import { posix, relative, resolve } from 'node:path';
import { readRunEvent } from '@gosymbols/github';
import { type Host, probe, UnavailableError } from '@gosymbols/host';

/** A policy as it stood in another commit. */
export interface BasePolicy {
  readonly text: string;
  /** Commit that it was read from. */
  readonly commit: string;
}

/**
 * The policy of the commit that a pull request or merge group lands on, so that a change cannot raise its own budget.
 * Undefined outside of one, and where that commit has no such file. A shallow checkout fetches that one commit.
 * @throws UnavailableError where the commit cannot be had
 */
export async function policyOfBase(path: string, host: Host): Promise<BasePolicy | undefined> {
  if (host.kind !== 'github') return undefined;
  const event = await readRunEvent(host.env);
  const commit = event?.pull?.baseSha ?? event?.mergeGroup?.baseSha;
  if (commit === undefined) return undefined;
  const git = (args: readonly string[]): ReturnType<typeof probe> =>
    probe('git', args, { cwd: host.cwd, env: { ...host.env, GIT_TERMINAL_PROMPT: '0' } });
  const root = await git(['rev-parse', '--show-toplevel']);
  if (root?.exitCode !== 0) throw unavailable(commit, 'there is no git checkout here');
  if ((await git(['cat-file', '-e', `${commit}^{commit}`]))?.exitCode !== 0) {
    const fetched = await git(['fetch', '--quiet', '--no-tags', '--depth=1', 'origin', commit]);
    if (fetched?.exitCode !== 0) throw unavailable(commit, fetched?.stderr.trim() || 'git is not there');
  }
  const inside = relative(root.stdout.trim(), resolve(host.cwd, path)).replaceAll('\\', '/');
  if (inside.startsWith('../') || posix.isAbsolute(inside)) return undefined;
  const listed = await git(['ls-tree', '--name-only', '--full-tree', commit, '--', inside]);
  if (listed?.exitCode !== 0) throw unavailable(commit, listed?.stderr.trim() ?? 'git is not there');
  if (listed.stdout.trim() === '') return undefined;
  const shown = await git(['cat-file', 'blob', `${commit}:${inside}`]);
  if (shown?.exitCode !== 0) throw unavailable(commit, shown?.stderr.trim() ?? 'git is not there');
  return { text: shown.stdout, commit };
}

function unavailable(commit: string, why: string): UnavailableError {
  return new UnavailableError(`the policy of the base commit ${commit.slice(0, 12)} cannot be read: ${why}`, {
    code: 'POLICY_OF_BASE',
    next: 'Check out with `actions/checkout` and its credentials kept, or with `fetch-depth: 0`; or give `policy-from: checkout`.',
  });
}
