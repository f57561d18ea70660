import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { GitHubError } from './github-error.ts';

/** GitHub caps webhook payloads at 25 MB. */
const MAX_BYTES = 25 * 1024 * 1024;

const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const REPOSITORY = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;

const sha = v.pipe(v.string(), v.regex(SHA, 'not a commit'));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const repository = v.object({ full_name: v.pipe(v.string(), v.regex(REPOSITORY, 'not owner/name')) });
/** The repository of a head is null when a fork was deleted. */
const side = v.object({ sha, ref: v.string(), repo: v.nullable(repository) });

const payload = v.object({
  repository: v.object({ ...repository.entries, default_branch: v.string() }),
  before: v.optional(v.string()),
  pull_request: v.optional(v.object({ number: count, head: side, base: side })),
  merge_group: v.optional(v.object({ base_sha: sha, head_sha: sha })),
  workflow_run: v.optional(
    v.object({
      id: count,
      run_attempt: count,
      event: v.string(),
      head_sha: sha,
      head_branch: v.nullable(v.string()),
      head_repository: v.nullable(repository),
      repository,
    }),
  ),
});

export interface PullEvent {
  readonly number: number;
  readonly headSha: string;
  /** `owner/name`; undefined for a fork that is gone. */
  readonly headRepository?: string;
  readonly baseSha: string;
}

/** The run that a `workflow_run` event tells of. */
export interface MeasuredRun {
  readonly id: number;
  readonly attempt: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch?: string;
  readonly headRepository?: string;
}

/** What started this run, from the runner's environment and the event's payload; only what is used, all of it checked. */
export interface RunEvent {
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly owner: string;
  readonly repo: string;
  readonly defaultBranch: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** GITHUB_SHA: for a pull request the merge commit of head and base. */
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly attempt: number;
  /** A push: the commit that the branch was at; undefined for a new branch. */
  readonly before?: string;
  readonly pull?: PullEvent;
  readonly mergeGroup?: { readonly baseSha: string; readonly headSha: string };
  readonly measured?: MeasuredRun;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * @returns undefined outside a workflow run
 * @throws GitHubError when the payload is missing or has another shape (names the field)
 */
export async function readRunEvent(env: Env): Promise<RunEvent | undefined> {
  const { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: full } = env;
  if (!name || !path || !full) return undefined;
  const event = await payloadAt(path);
  const [owner = '', repo = ''] = full.split('/');
  const { pull_request: pull, merge_group: group, workflow_run: run, before } = event;
  if (run !== undefined && run.repository.full_name !== full) {
    throw wrong(path, `workflow_run.repository is ${run.repository.full_name}, not ${full}`);
  }
  return {
    name,
    repository: full,
    owner,
    repo,
    defaultBranch: event.repository.default_branch,
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    sha: env['GITHUB_SHA'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    runId: Number(env['GITHUB_RUN_ID'] ?? 0),
    attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
    ...(before !== undefined && SHA.test(before) && !/^0+$/.test(before) ? { before } : {}),
    ...(pull === undefined
      ? {}
      : {
          pull: {
            number: pull.number,
            headSha: pull.head.sha,
            baseSha: pull.base.sha,
            ...(pull.head.repo === null ? {} : { headRepository: pull.head.repo.full_name }),
          },
        }),
    ...(group === undefined ? {} : { mergeGroup: { baseSha: group.base_sha, headSha: group.head_sha } }),
    ...(run === undefined
      ? {}
      : {
          measured: {
            id: run.id,
            attempt: run.run_attempt,
            event: run.event,
            headSha: run.head_sha,
            ...(run.head_branch === null ? {} : { headBranch: run.head_branch }),
            ...(run.head_repository === null ? {} : { headRepository: run.head_repository.full_name }),
          },
        }),
  };
}

async function payloadAt(path: string): Promise<v.InferOutput<typeof payload>> {
  let document: unknown;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`is ${size} bytes, more than ${MAX_BYTES}`);
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw wrong(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const result = v.safeParse(payload, document);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw wrong(path, `${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`);
}

function wrong(path: string, what: string, cause?: unknown): GitHubError {
  return new GitHubError(`${path}: the event cannot be used: ${what}`, {
    kind: 'request',
    code: 'GITHUB_EVENT',
    next: 'GITHUB_EVENT_PATH must name the payload that the runner wrote.',
    cause,
  });
}
