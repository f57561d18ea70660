import { type GitHubApi, GitHubError, type RunEvent } from '@gosymbols/github';
import type { BaselineRecord, SymbolIndex } from '@gosymbols/record';
import { type Found, fromArtifacts, type Looked } from './artifact-source.ts';
import { baseCommitOf, type CheckedOut } from './base-commit.ts';
import { fromBranch, historyFrom } from './record-branch.ts';
import { firstParents } from './walk.ts';

export const SOURCES = ['artifact', 'branch', 'build'] as const;
export type Source = (typeof SOURCES)[number];

export interface LadderOptions {
  /** In the order in which they are tried. */
  readonly sources: readonly Source[];
  /** Commits before the base that may stand in for it. */
  readonly maxAge: number;
  /** Name of the artifact that runs of the default branch upload. */
  readonly artifact: string;
  /** Branch that holds the record. */
  readonly branch: string;
  readonly checkedOut?: CheckedOut;
  /** Builds and measures a commit; absent where that cannot be done here. */
  readonly build?: (commit: string) => Promise<SymbolIndex>;
}

export interface BaselineAnswer {
  readonly record: BaselineRecord;
  /** Absent where the source is `none`. */
  readonly index?: SymbolIndex;
}

/** How many measurements a chart of the history shows. */
const HISTORY_SHOWN = 60;

/**
 * The index to compare with, from the first source that has one, and where it is from. Nothing found is an answer, not
 * an error: a gate must not be passed over because there was nothing to compare with.
 */
export async function findBaseline(
  api: GitHubApi,
  event: RunEvent,
  options: LadderOptions,
): Promise<BaselineAnswer> {
  const tried: { source: Source | 'none'; why: string }[] = [];
  const none = (why: string): BaselineAnswer => ({ record: { source: 'none', why, tried } });
  const base = await attempt(() => baseCommitOf(api, event, options.checkedOut));
  if ('none' in base) return none(base.none);
  const line = await attempt(() => firstParents(api, event, base.commit, options.maxAge + 1));
  if ('none' in line) return none(line.none);

  for (const source of options.sources) {
    const looked = await attempt(() => look(source, { api, event, options, line, commit: base.commit }));
    if ('none' in looked) {
      tried.push({ source, why: looked.none });
      continue;
    }
    const { index, commit, distance } = looked;
    const history = await attempt(() => historyFrom(api, event, options.branch));
    return {
      index,
      record: {
        source,
        commit,
        distance,
        createdAt: index.createdAt,
        why: `${base.why}${distance === 0 ? '' : `; ${distance} commits before it`}`,
        tried,
        ...('none' in history || history.length === 0 ? {} : { history: history.slice(-HISTORY_SHOWN) }),
      },
    };
  }
  return none(
    `nothing was measured at ${base.commit.slice(0, 10)} (${base.why}) or up to ${options.maxAge} commits before it`,
  );
}

async function look(
  source: Source,
  from: {
    readonly api: GitHubApi;
    readonly event: RunEvent;
    readonly options: LadderOptions;
    readonly line: readonly string[];
    readonly commit: string;
  },
): Promise<Looked> {
  const { api, event, options, line, commit } = from;
  if (source === 'artifact') return fromArtifacts(api, event, { name: options.artifact, line });
  if (source === 'branch') return fromBranch(api, event, { branch: options.branch, line });
  if (options.build === undefined) return { none: 'building the base was not asked for' };
  return { index: await options.build(commit), commit, distance: 0 } satisfies Found;
}

/** What fails is a reason like any other: the next source may do. A cancelled run is not. */
async function attempt<T>(step: () => Promise<T>): Promise<T | { none: string }> {
  try {
    return await step();
  } catch (error) {
    if ((error as Error | null)?.name === 'AbortError') throw error;
    if (error instanceof GitHubError && error.code === 'GITHUB_FORBIDDEN')
      return { none: `${error.message}. ${error.next.replace(/\.$/, '')}` };
    return { none: error instanceof Error ? (error.message.split(' - http')[0] ?? '') : String(error) };
  }
}
