import { explained, statusOf } from '../github-error.ts';
import type { GitHubApi } from '../open-api.ts';
import { findOwnComments, type OwnComment, type Thread, viewerOf } from './find-comments.ts';
import { compareMarks, type Mark, withMark } from './mark.ts';

export interface CommentReceipt {
  /** `unneeded`: there is none and nothing to say; `overtaken`: a later run has written. */
  readonly did: 'created' | 'updated' | 'unchanged' | 'unneeded' | 'overtaken';
  readonly url?: string;
}

export interface CommentRequest {
  readonly thread: Thread;
  readonly mark: Mark;
  readonly text: string;
  /** Write a comment where there is none yet. One that is there is always brought up to date. */
  readonly create: boolean;
}

const ROUNDS = 4;

/**
 * Keeps one comment of ours on a pull request: the oldest of them, with the text of the latest run. GitHub has no
 * conditional writes, so each write is read back: a second comment that another run made at the same moment is folded
 * into the oldest, and a text that an older run put over ours is put right.
 * @throws GitHubError
 */
export async function keepOneComment(api: GitHubApi, request: CommentRequest): Promise<CommentReceipt> {
  const { thread, mark } = request;
  try {
    const own = { author: await viewerOf(api), key: mark.key };
    let did: CommentReceipt['did'] = 'unchanged';
    for (let round = 0; round < ROUNDS; round++) {
      const found = await findOwnComments(api, thread, own);
      const step = nextStep(found, request);
      if (step.do === 'nothing') return receipt(did === 'unchanged' ? step.because : did, found[0]?.url);
      if (step.do === 'create') did = (await create(api, request)) ? 'created' : did;
      else {
        if (step.body !== undefined) await update(api, thread, step.id, step.body);
        await removeAll(api, thread, step.remove);
        if (did !== 'created' && step.ours) did = 'updated';
      }
    }
    return { did };
  } catch (error) {
    throw explained(error, `comment on pull request ${thread.issue_number}`);
  }
}

type Step =
  | { readonly do: 'nothing'; readonly because: CommentReceipt['did'] }
  | { readonly do: 'create' }
  | {
      readonly do: 'mend';
      readonly id: number;
      /** Undefined where the text is right already. */
      readonly body: string | undefined;
      readonly ours: boolean;
      readonly remove: readonly number[];
    };

/** From what is there to what should be: one comment, the oldest, by the latest run. */
function nextStep(found: readonly OwnComment[], { mark, text, create }: CommentRequest): Step {
  const [oldest, ...others] = found;
  if (oldest === undefined) return create ? { do: 'create' } : { do: 'nothing', because: 'unneeded' };
  const body = withMark(mark, text);
  const latest = found.reduce((best, one) => (compareMarks(one.mark, best.mark) > 0 ? one : best));
  const overtaken = compareMarks(latest.mark, mark) > 0;
  const right = overtaken ? latest.body : body;
  if (same(oldest.body, right) && others.length === 0)
    return { do: 'nothing', because: overtaken ? 'overtaken' : 'unchanged' };
  return {
    do: 'mend',
    id: oldest.id,
    body: same(oldest.body, right) ? undefined : right,
    ours: !overtaken,
    remove: others.map(({ id }) => id),
  };
}

/** GitHub takes white space off the end, and answers with the line ends that it was sent. */
function same(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.trimEnd();
}

/** A server error may come after the comment was written: it is looked for before it is written again. */
async function create(api: GitHubApi, { thread, mark, text }: CommentRequest): Promise<boolean> {
  try {
    await api.rest.issues.createComment({ ...thread, body: withMark(mark, text), request: { retries: 0 } });
    return true;
  } catch (error) {
    if ((statusOf(error) ?? 0) < 500) throw error;
    return false;
  }
}

async function update(api: GitHubApi, { owner, repo }: Thread, id: number, body: string): Promise<void> {
  await api.rest.issues.updateComment({ owner, repo, comment_id: id, body });
}

/** Another run may have removed them already. */
async function removeAll(api: GitHubApi, { owner, repo }: Thread, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await api.rest.issues.deleteComment({ owner, repo, comment_id: id }).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error;
    });
  }
}

function receipt(did: CommentReceipt['did'], url: string | undefined): CommentReceipt {
  return url === undefined ? { did } : { did, url };
}
