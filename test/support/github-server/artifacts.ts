import type { Answer, Asked, Handler } from './answer.ts';
import { forbidden, NOT_FOUND, refusal } from './answer.ts';
import { filled } from './published.ts';
import { type Artifact, type Run, repositoryId, type State } from './state.ts';

export const artifacts: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}/actions/artifacts': (asked) => listed(asked, asked.state.artifacts),
  'get /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': (asked) => {
    const id = Number(asked.params['run_id']);
    return listed(
      asked,
      asked.state.artifacts.filter(({ run }) => run.id === id),
    );
  },
  'get /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': ({
    state,
    params,
    origin,
  }) => {
    const artifact = state.artifacts.find(({ id }) => id === Number(params['artifact_id']));
    if (artifact === undefined) return NOT_FOUND;
    if (artifact.expired) return refusal(410, 'Artifact has expired');
    return { status: 302, headers: { location: `${origin}/blobs/artifact-${artifact.id}?sig=signed` } };
  },
  'get /repos/{owner}/{repo}/actions/runs/{run_id}': ({ state, params }) => {
    const run = state.runs.find(({ id }) => id === Number(params['run_id']));
    return run === undefined ? NOT_FOUND : { status: 200, body: runShown(run, state) };
  },
};

/** The latest first. */
function listed({ state, actor, query, origin }: Asked, all: readonly Artifact[]): Answer {
  if (actor.access.actions === 'none') return forbidden('actions=read');
  const name = query.get('name');
  const found = all
    .filter((artifact) => name === null || artifact.name === name)
    .toSorted((a, b) => b.id - a.id);
  return {
    status: 200,
    list: found.map((artifact) => shown(artifact, state, origin)),
    wrapped: (page) => ({ total_count: found.length, artifacts: page }),
  };
}

function shown({ id, name, run, archive, expired }: Artifact, state: State, origin: string): unknown {
  const { owner, name: repo } = state.repository;
  const url = `${origin}/repos/${owner}/${repo}/actions/artifacts/${id}`;
  return filled('artifact', {
    id,
    name,
    url,
    size_in_bytes: archive.length,
    archive_download_url: `${url}/zip`,
    expired,
    created_at: '2026-01-01T00:00:00Z',
    workflow_run: {
      id: run.id,
      repository_id: state.repository.id,
      head_repository_id: repositoryId(state, run.headRepository),
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  });
}

function runShown(run: Run, state: State): unknown {
  const { owner, name } = state.repository;
  const repository = (full: string) =>
    filled('minimal-repository', {
      id: repositoryId(state, full),
      full_name: full,
      name: full.split('/')[1],
    });
  return filled('workflow-run', {
    id: run.id,
    event: run.event,
    head_sha: run.headSha,
    head_branch: run.headBranch,
    run_attempt: 1,
    repository: repository(`${owner}/${name}`),
    head_repository: repository(run.headRepository),
  });
}
