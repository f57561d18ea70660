import type { GitHubApi } from '@gosymbols/github';

const PAGE = 100;

/**
 * `start` and the commits before it along first parents, at most `count`: what the branch was, without what was merged
 * into it. GitHub lists every ancestor, so the line is followed through its pages.
 */
export async function firstParents(
  api: GitHubApi,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  start: string,
  count: number,
): Promise<string[]> {
  const parents = new Map<string, string | undefined>();
  const read = async (sha: string): Promise<void> => {
    const { data } = await api.rest.repos.listCommits({ owner, repo, sha, per_page: PAGE });
    for (const commit of data) parents.set(commit.sha, commit.parents[0]?.sha);
  };
  const line: string[] = [];
  for (let at: string | undefined = start; at !== undefined && line.length < count; at = parents.get(at)) {
    if (!parents.has(at)) await read(at);
    if (!parents.has(at)) break;
    line.push(at);
  }
  return line;
}
