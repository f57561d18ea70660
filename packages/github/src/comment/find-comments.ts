import type { GitHubApi } from '../open-api.ts';
import { type Mark, markOf } from './mark.ts';

export interface Thread {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

export interface OwnComment {
  readonly id: number;
  readonly body: string;
  readonly mark: Mark;
  readonly url: string;
}

/**
 * Comments of `author` that end with the mark of `key`, oldest first, over all pages. The author counts: anybody may
 * write the mark.
 */
export async function findOwnComments(
  api: GitHubApi,
  thread: Thread,
  own: { readonly author: string; readonly key: string },
): Promise<OwnComment[]> {
  const comments = await api.paginate(api.rest.issues.listComments, { ...thread, per_page: 100 });
  return comments
    .flatMap(({ id, user, body, html_url: url }) => {
      const mark = markOf(body);
      if (user?.login !== own.author || mark?.key !== own.key) return [];
      return [{ id, body: body ?? '', mark, url }];
    })
    .sort((a, b) => a.id - b.id);
}

/** Whom comments written with this token are by: `github-actions[bot]` for a workflow's own. */
export async function viewerOf(api: GitHubApi): Promise<string> {
  const { viewer } = await api.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
  return viewer.login;
}
