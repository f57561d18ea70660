import type { Handler } from './answer.ts';
import { NOT_FOUND } from './answer.ts';
import { userOf } from './comments.ts';
import { filled } from './published.ts';
import { type Pull, repositoryId, type State } from './state.ts';

export const pulls: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}': ({ state }) => ({ status: 200, body: repositoryShown(state) }),
  'get /repos/{owner}/{repo}/pulls': ({ state, query }) => {
    const wanted = query.get('state') ?? 'open';
    const head = query.get('head');
    const found = state.pulls.filter(
      (pull) => (wanted === 'all' || pull.state === wanted) && (head === null || head === labelOf(pull)),
    );
    return { status: 200, list: found.map((pull) => shown(pull, state, 'pull-request-simple')) };
  },
  'get /repos/{owner}/{repo}/pulls/{pull_number}': ({ state, params }) => {
    const pull = state.pulls.find(({ number }) => number === Number(params['pull_number']));
    return pull === undefined ? NOT_FOUND : { status: 200, body: shown(pull, state, 'pull-request') };
  },
};

/** `owner:branch`, as the `head` filter takes it. */
function labelOf({ head }: Pull): string {
  return `${head.repo.split('/')[0]}:${head.ref}`;
}

function shown(pull: Pull, state: State, schema: string): unknown {
  const { number, head, base } = pull;
  const { owner, name } = state.repository;
  const side = (full: string, { sha, ref }: { sha: string; ref: string }) => ({
    label: `${full.split('/')[0]}:${ref}`,
    sha,
    ref,
    user: userOf({ login: full.split('/')[0] ?? '', type: 'User' }),
    repo: filled('repository', {
      ...named(full),
      id: repositoryId(state, full),
      owner: userOf({ login: full.split('/')[0] ?? '', type: 'User' }),
    }),
  });
  return filled(schema, {
    number,
    id: number,
    state: pull.state,
    title: `change ${number}`,
    head: side(head.repo, head),
    base: side(`${owner}/${name}`, base),
  });
}

function named(full: string): Record<string, unknown> {
  return { full_name: full, name: full.split('/')[1] };
}

function repositoryShown({ repository: { owner, name, id, defaultBranch } }: State): unknown {
  return filled('full-repository', {
    ...named(`${owner}/${name}`),
    id,
    owner: userOf({ login: owner, type: 'User' }),
    default_branch: defaultBranch,
  });
}
