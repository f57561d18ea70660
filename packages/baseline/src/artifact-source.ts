import {
  findArtifacts,
  type GitHubApi,
  type RunArtifact,
  type RunEvent,
  readArtifactFile,
} from '@gosymbols/github';
import { parseForeignIndex, type SymbolIndex } from '@gosymbols/record';

export type Found = { readonly index: SymbolIndex; readonly commit: string; readonly distance: number };
export type Looked = Found | { readonly none: string };

/** How many unfit artifacts are said one by one. */
const TOLD = 3;

/**
 * The nearest commit of `line` whose push to the default branch uploaded an index as artifact `name`. Anybody's pull
 * request can upload an artifact of that name: event, branch and repository are GitHub's word, not the artifact's.
 */
export async function fromArtifacts(
  api: GitHubApi,
  event: RunEvent,
  { name, line }: { readonly name: string; readonly line: readonly string[] },
): Promise<Looked> {
  const distances = new Map(line.map((sha, distance) => [sha, distance]));
  const unfit: string[] = [];
  const all = await findArtifacts(api, event, name);
  const near = all
    .filter(({ headSha }) => distances.has(headSha))
    .sort((a, b) => (distances.get(a.headSha) ?? 0) - (distances.get(b.headSha) ?? 0) || b.id - a.id);
  for (const artifact of near) {
    const why = await unfitBecause(api, event, artifact);
    if (why !== undefined) {
      unfit.push(`artifact ${artifact.id} ${why}`);
      continue;
    }
    try {
      return { ...(await read(api, event, artifact)), distance: distances.get(artifact.headSha) ?? 0 };
    } catch (error) {
      unfit.push(error instanceof Error ? error.message : String(error));
    }
  }
  const more = unfit.length > TOLD ? [`and ${unfit.length - TOLD} more`] : [];
  const told = [...unfit.slice(0, TOLD), ...more].join('; ');
  return {
    none: `no push to ${event.defaultBranch} within ${line.length} commits of the base has an artifact \`${name}\`${told === '' ? '' : ` that can be used: ${told}`}`,
  };
}

async function unfitBecause(
  api: GitHubApi,
  event: RunEvent,
  artifact: RunArtifact,
): Promise<string | undefined> {
  if (!artifact.ownBranch) return 'is of a fork';
  if (artifact.headBranch !== event.defaultBranch) return `is of branch ${artifact.headBranch ?? 'unknown'}`;
  const { owner, repo } = event;
  const { data: run } = await api.rest.actions.getWorkflowRun({ owner, repo, run_id: artifact.runId });
  if (run.event !== 'push') return `is of a run started by ${run.event}`;
  if (run.head_branch !== event.defaultBranch) return `is of a run of branch ${run.head_branch}`;
  if (run.head_repository.full_name !== event.repository)
    return `is of a run of ${run.head_repository.full_name}`;
  if (run.head_sha !== artifact.headSha) return `is of a run of ${run.head_sha}`;
  return undefined;
}

async function read(
  api: GitHubApi,
  { owner, repo }: RunEvent,
  artifact: RunArtifact,
): Promise<{ index: SymbolIndex; commit: string }> {
  const file = 'gosymbols.json';
  const index = parseForeignIndex(await readArtifactFile(api, { owner, repo, artifact, file }), file);
  const measured = index.source?.commit;
  if (measured !== undefined && measured !== artifact.headSha)
    throw new Error(
      `artifact ${artifact.id} says that it measured ${measured}, its run is of ${artifact.headSha}`,
    );
  return { index, commit: artifact.headSha };
}
