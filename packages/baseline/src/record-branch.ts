import { explained, type GitHubApi, statusOf } from '@gosymbols/github';
import { type HistoryPoint, parseForeignIndex, type SymbolIndex } from '@gosymbols/record';
import type { Looked } from './artifact-source.ts';

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export interface RecordOptions extends Repository {
  readonly branch: string;
  readonly commit: string;
  readonly index: SymbolIndex;
}

/** One line a commit, the oldest first. */
const HISTORY = 'history.jsonl';
/** Commits that stay on record; whole indexes are kept for the last of them only. */
const KEPT = 500;
const KEPT_INDEXES = 60;
const TRIES = 5;

const indexPath = (commit: string): string => `indexes/${commit}.json`;

/**
 * Puts the index of a commit on record, on a branch that shares no history with the sources: a file per commit and one
 * line in the history. Runs that end at the same moment each add to what the other wrote.
 */
export async function recordBaseline(api: GitHubApi, options: RecordOptions): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await recordOnce(api, options);
      return;
    } catch (error) {
      // 422: the branch moved on, or another run has just made it.
      if (statusOf(error) === 422 && tries < TRIES) continue;
      throw statusOf(error) === undefined ? error : explained(error, `record branch \`${options.branch}\``);
    }
  }
}

async function recordOnce(
  api: GitHubApi,
  { owner, repo, branch, commit, index }: RecordOptions,
): Promise<void> {
  const base = { owner, repo };
  const tip = await tipOf(api, base, branch);
  const before = tip === undefined ? [] : await historyFrom(api, base, branch);
  const points = [...before.filter((point) => point.commit !== commit), pointOf(commit, index)].slice(-KEPT);
  const dropped = before
    .slice(0, Math.max(0, points.length - KEPT_INDEXES))
    .slice(-1)
    .filter((point) => point.commit !== commit);
  const blob = await api.rest.git.createBlob({ ...base, content: JSON.stringify(index), encoding: 'utf-8' });
  const file = { mode: '100644', type: 'blob' } as const;
  const tree = await api.rest.git.createTree({
    ...base,
    ...(tip === undefined ? {} : { base_tree: tip.tree }),
    tree: [
      { ...file, path: indexPath(commit), sha: blob.data.sha },
      { ...file, path: HISTORY, content: points.map((point) => `${JSON.stringify(point)}\n`).join('') },
      ...(await existing(api, base, branch, dropped)).map((path) => ({ ...file, path, sha: null })),
    ],
  });
  const made = await api.rest.git.createCommit({
    ...base,
    message: `Sizes of ${commit}`,
    tree: tree.data.sha,
    parents: tip === undefined ? [] : [tip.sha],
  });
  const { sha } = made.data;
  if (tip === undefined) await api.rest.git.createRef({ ...base, ref: `refs/heads/${branch}`, sha });
  else await api.rest.git.updateRef({ ...base, ref: `heads/${branch}`, sha, force: false });
}

/** The recorded history, the oldest first; empty where there is no such branch. */
export async function historyFrom(api: GitHubApi, base: Repository, branch: string): Promise<HistoryPoint[]> {
  const text = await fileOn(api, base, branch, HISTORY);
  return (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryPoint);
}

/** The nearest commit of `line` that is on record. */
export async function fromBranch(
  api: GitHubApi,
  base: Repository,
  { branch, line }: { readonly branch: string; readonly line: readonly string[] },
): Promise<Looked> {
  const recorded = new Set((await historyFrom(api, base, branch)).map(({ commit }) => commit));
  if (recorded.size === 0) return { none: `there is no record on branch \`${branch}\`` };
  for (const [distance, commit] of line.entries()) {
    if (!recorded.has(commit)) continue;
    const text = await fileOn(api, base, branch, indexPath(commit));
    if (text !== undefined) return { index: parseForeignIndex(text, indexPath(commit)), commit, distance };
  }
  return { none: `branch \`${branch}\` has none of the ${line.length} commits before the base on record` };
}

async function fileOn(
  api: GitHubApi,
  base: Repository,
  ref: string,
  path: string,
): Promise<string | undefined> {
  try {
    const { data } = await api.rest.repos.getContent({ ...base, path, ref, mediaType: { format: 'raw' } });
    // Text or bytes, by the charset that the answer states.
    const raw = data as unknown as string | ArrayBuffer;
    return typeof raw === 'string' ? raw : new TextDecoder().decode(raw);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function existing(
  api: GitHubApi,
  base: Repository,
  branch: string,
  points: readonly HistoryPoint[],
): Promise<string[]> {
  const paths = points.map(({ commit }) => indexPath(commit));
  const found = await Promise.all(paths.map((path) => fileOn(api, base, branch, path)));
  return paths.filter((_, at) => found[at] !== undefined);
}

async function tipOf(
  api: GitHubApi,
  base: Repository,
  branch: string,
): Promise<{ sha: string; tree: string } | undefined> {
  try {
    const { data } = await api.rest.git.getRef({ ...base, ref: `heads/${branch}` });
    const { data: commit } = await api.rest.git.getCommit({ ...base, commit_sha: data.object.sha });
    return { sha: commit.sha, tree: commit.tree.sha };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function pointOf(commit: string, { createdAt, binaries }: SymbolIndex): HistoryPoint {
  return {
    commit,
    createdAt,
    binaries: binaries.map(({ name, before, sizeBefore, split }) => {
      const size = split?.sizeAfter ?? sizeBefore;
      return {
        name,
        disk: size?.disk ?? before.size,
        ...(size?.wire === undefined ? {} : { wire: size.wire.bytes }),
      };
    }),
  };
}
