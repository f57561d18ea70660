import type { GitHubApi, PullRequest, RunEvent } from '@gosymbols/github';

/** The commit that a change is compared with, and how it was chosen. */
export type BaseCommit = { readonly commit: string; readonly why: string } | { readonly none: string };

export interface CheckedOut {
  /** What `git rev-parse HEAD` says where the binaries were built; undefined where that is not known. */
  readonly head?: string;
  /** `workflow_run`: the pull request that was measured, found by its head. */
  readonly pull?: PullRequest;
}

/**
 * The base by event. `pull_request.base.sha` is never taken for the fork point: it is the tip of the base branch, which
 * the pull request need not have.
 */
export async function baseCommitOf(
  api: GitHubApi,
  event: RunEvent,
  checkedOut: CheckedOut = {},
): Promise<BaseCommit> {
  const { pull, mergeGroup, before, sha, name } = event;
  if (mergeGroup !== undefined) return { commit: mergeGroup.baseSha, why: 'the base of the merge group' };
  if (checkedOut.pull !== undefined) {
    return baseOfMeasured(api, event, checkedOut.pull, checkedOut.head);
  }
  if (pull !== undefined) {
    if (checkedOut.head === pull.headSha) return mergeBase(api, event, pull);
    return firstParent(api, event, sha, 'the base that the pull request was merged into to build it');
  }
  if (name === 'push' && before !== undefined) return { commit: before, why: 'the commit before this push' };
  return firstParent(api, event, sha, `the commit before ${sha.slice(0, 10)}`);
}

/** The commit that a fork's run says it built counts only if it is the merge of this very head. */
async function baseOfMeasured(
  api: GitHubApi,
  repository: RunEvent,
  pull: PullRequest,
  built: string | undefined,
): Promise<BaseCommit> {
  const { owner, repo } = repository;
  if (built !== undefined && /^[0-9a-f]{40}$/.test(built) && built !== pull.headSha) {
    const merge = await api.rest.repos.getCommit({ owner, repo, ref: built }).catch(() => undefined);
    const [base, head] = merge?.data.parents ?? [];
    if (base !== undefined && head?.sha === pull.headSha)
      return { commit: base.sha, why: 'the base that the pull request was merged into to build it' };
  }
  return mergeBase(api, repository, pull);
}

async function mergeBase(
  api: GitHubApi,
  { owner, repo }: RunEvent,
  { baseSha, headSha }: { readonly baseSha: string; readonly headSha: string },
): Promise<BaseCommit> {
  const { data } = await api.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${baseSha}...${headSha}`,
    per_page: 1,
  });
  return { commit: data.merge_base_commit.sha, why: 'where the pull request left its base branch' };
}

async function firstParent(
  api: GitHubApi,
  { owner, repo }: RunEvent,
  sha: string,
  why: string,
): Promise<BaseCommit> {
  const { data } = await api.rest.repos.getCommit({ owner, repo, ref: sha });
  const parent = data.parents[0]?.sha;
  return parent === undefined ? { none: `${sha} has no parent` } : { commit: parent, why };
}
