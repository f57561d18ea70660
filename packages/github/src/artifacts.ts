import { explained } from './github-error.ts';
import type { GitHubApi } from './open-api.ts';

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** An artifact of a workflow run, as GitHub tells it: none of it is the uploader's word but its name and content. */
export interface RunArtifact {
  readonly id: number;
  readonly name: string;
  /** Of the archive. */
  readonly bytes: number;
  readonly createdAt?: string;
  readonly runId: number;
  readonly headSha: string;
  readonly headBranch?: string;
  /** Made by a run of a branch of this very repository, not of a fork. */
  readonly ownBranch: boolean;
}

type Listed = Awaited<
  ReturnType<GitHubApi['rest']['actions']['listArtifactsForRepo']>
>['data']['artifacts'][number];

/** GitHub lists the latest first, 100 a page; a busy repository has tens of thousands. */
const PAGES = 10;

/**
 * Artifacts of one name over the whole repository, the latest first, at most a thousand; expired ones are left out.
 * @throws GitHubError
 */
export async function findArtifacts(api: GitHubApi, base: Repository, name: string): Promise<RunArtifact[]> {
  try {
    const found: RunArtifact[] = [];
    let page = 0;
    const pages = api.paginate.iterator(api.rest.actions.listArtifactsForRepo, {
      ...base,
      name,
      per_page: 100,
    });
    for await (const { data } of pages) {
      found.push(...data.flatMap(artifactOf));
      page++;
      if (page === PAGES) break;
    }
    return found;
  } catch (error) {
    throw explained(error, `artifacts \`${name}\``);
  }
}

/**
 * Artifacts of one run, by name.
 * @throws GitHubError
 */
export async function runArtifacts(
  api: GitHubApi,
  base: Repository,
  run: { readonly id: number; readonly name: string },
): Promise<RunArtifact[]> {
  try {
    const listed = await api.paginate(api.rest.actions.listWorkflowRunArtifacts, {
      ...base,
      run_id: run.id,
      name: run.name,
      per_page: 100,
    });
    return listed.flatMap(artifactOf).filter((artifact) => artifact.name === run.name);
  } catch (error) {
    throw explained(error, `artifacts of run ${run.id}`);
  }
}

function artifactOf(listed: Listed): RunArtifact[] {
  const { id, name, size_in_bytes: bytes, expired, workflow_run: run, created_at: createdAt } = listed;
  if (expired || run?.id === undefined || run.head_sha === undefined) return [];
  const artifact = {
    id,
    name,
    bytes,
    runId: run.id,
    headSha: run.head_sha,
    ownBranch: run.repository_id !== undefined && run.repository_id === run.head_repository_id,
  };
  return [
    {
      ...artifact,
      ...(createdAt === null ? {} : { createdAt }),
      ...(run.head_branch == null ? {} : { headBranch: run.head_branch }),
    },
  ];
}
