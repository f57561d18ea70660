import { explained } from './github-error.ts';
import type { GitHubApi } from './open-api.ts';
import type { MeasuredRun } from './run-event.ts';

export interface PullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

export type PullFound =
  | { readonly pull: PullRequest }
  /** Why there is none to comment on. */
  | { readonly none: string };

/**
 * The open pull request whose head was measured: same commit **and** same head repository. The payload of
 * `workflow_run` lists none for a fork, and a number in an artifact is the fork author's word.
 * @throws GitHubError
 */
export async function pullOfRun(
  api: GitHubApi,
  base: { readonly owner: string; readonly repo: string },
  run: MeasuredRun,
): Promise<PullFound> {
  const { headSha, headBranch, headRepository } = run;
  if (run.event !== 'pull_request') return { none: `run ${run.id} was started by ${run.event}` };
  if (headRepository === undefined) return { none: 'the fork that it came from is gone' };
  if (headBranch === undefined) return { none: `run ${run.id} names no branch` };
  try {
    const open = await api.paginate(api.rest.pulls.list, {
      ...base,
      state: 'open',
      head: `${headRepository.split('/')[0]}:${headBranch}`,
      per_page: 100,
    });
    const same = open.filter(({ head }) => head.repo?.full_name === headRepository);
    const found = same.filter(({ head }) => head.sha === headSha);
    const [pull] = found;
    if (pull === undefined) {
      const [moved] = same;
      if (moved === undefined)
        return { none: `no open pull request comes from ${headRepository}, branch ${headBranch}` };
      return { none: `pull request ${moved.number} has moved on to ${moved.head.sha}; its own run reports` };
    }
    if (found.length > 1) {
      const numbers = found.map(({ number }) => number).join(', ');
      return { none: `pull requests ${numbers} all have this head` };
    }
    return { pull: { number: pull.number, headSha, baseSha: pull.base.sha } };
  } catch (error) {
    throw explained(error, `pull request of ${headRepository}, branch ${headBranch}`);
  }
}
