export const REPOSITORY = 'octo/shop';
export const FORK = 'stranger/shop';

/** What started a run, and the commit that it is about. */
export interface Trigger {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly sha: string;
  readonly ref: string;
  readonly head: { readonly sha: string; readonly branch: string; readonly repository: string };
}

/** A branch or a tag was pushed. */
export function pushed(kind: 'heads' | 'tags', name: string, sha: string): Trigger {
  const ref = `refs/${kind}/${name}`;
  return {
    event: 'push',
    payload: { ref, before: '0'.repeat(40), after: sha },
    sha,
    ref,
    head: { sha, branch: name, repository: REPOSITORY },
  };
}

/** A pull request onto main; `merge` is the commit that GitHub makes of head and base. */
export function pullRequest(
  number: number,
  commits: { readonly head: Trigger['head']; readonly base: string; readonly merge: string },
): Trigger {
  const { head, base, merge } = commits;
  const side = (sha: string, ref: string, repository: string): object => ({
    sha,
    ref,
    repo: { full_name: repository },
  });
  return {
    event: 'pull_request',
    payload: {
      action: 'synchronize',
      number,
      pull_request: {
        number,
        head: side(head.sha, head.branch, head.repository),
        base: side(base, 'main', REPOSITORY),
      },
    },
    sha: merge,
    ref: `refs/pull/${number}/merge`,
    head,
  };
}

/** A run has ended: what that starts runs on the default branch, with its rights. */
export function runCompleted(
  of: Trigger,
  run: { readonly id: number; readonly name: string },
  main: string,
): Trigger {
  const payload = {
    ...run,
    run_attempt: 1,
    event: of.event,
    head_sha: of.head.sha,
    head_branch: of.head.branch,
    head_repository: { full_name: of.head.repository },
    repository: { full_name: REPOSITORY },
    pull_requests: [],
  };
  return {
    event: 'workflow_run',
    payload: { action: 'completed', workflow_run: payload },
    sha: main,
    ref: 'refs/heads/main',
    head: { sha: main, branch: 'main', repository: REPOSITORY },
  };
}
